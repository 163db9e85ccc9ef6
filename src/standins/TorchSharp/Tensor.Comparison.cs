namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        private static readonly Operator EqTensor = new("eq.Tensor");
        private static readonly Operator EqScalar = new("eq.Scalar");
        private static readonly Operator NeTensor = new("ne.Tensor");
        private static readonly Operator NeScalar = new("ne.Scalar");
        private static readonly Operator LtTensor = new("lt.Tensor");
        private static readonly Operator LtScalar = new("lt.Scalar");
        private static readonly Operator LeTensor = new("le.Tensor");
        private static readonly Operator LeScalar = new("le.Scalar");
        private static readonly Operator GtTensor = new("gt.Tensor");
        private static readonly Operator GtScalar = new("gt.Scalar");
        private static readonly Operator GeTensor = new("ge.Tensor");
        private static readonly Operator GeScalar = new("ge.Scalar");
        private static readonly Operator All = new("all");
        private static readonly Operator Any = new("any");
        private static readonly Operator Maximum = new("maximum");
        private static readonly Operator Minimum = new("minimum");
        private static readonly Operator Where = new("where.self");

        public Tensor eq(Tensor target) => EqTensor.Call(this, target);

        public Tensor eq(Scalar target) => EqScalar.Call(this, target);

        public Tensor ne(Tensor target) => NeTensor.Call(this, target);

        public Tensor ne(Scalar target) => NeScalar.Call(this, target);

        public Tensor lt(Tensor target) => LtTensor.Call(this, target);

        public Tensor lt(Scalar target) => LtScalar.Call(this, target);

        public Tensor le(Tensor target) => LeTensor.Call(this, target);

        public Tensor le(Scalar target) => LeScalar.Call(this, target);

        public Tensor gt(Tensor target) => GtTensor.Call(this, target);

        public Tensor gt(Scalar target) => GtScalar.Call(this, target);

        public Tensor ge(Tensor target) => GeTensor.Call(this, target);

        public Tensor ge(Scalar target) => GeScalar.Call(this, target);

        public Tensor all() => All.Call(this);

        public Tensor any() => Any.Call(this);

        public Tensor maximum(Tensor other) => Maximum.Call(this, other);

        public Tensor minimum(Tensor other) => Minimum.Call(this, other);

        /// <summary>This tensor's elements where the condition holds, the other's elsewhere.</summary>
        public Tensor where(Tensor condition, Tensor y) =>
            condition.dtype == ScalarType.Bool
                ? Where.Call(condition, this, y)
                : throw new ArgumentException("The condition to 'where' must be a boolean tensor.");
    }
}
