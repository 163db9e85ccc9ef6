namespace TorchSharp;

public static partial class torch
{
    /// <summary>How a quotient is rounded.</summary>
    public enum RoundingMode
    {
        None,
        trunc,
        floor,
    }

    public partial class Tensor
    {
        private static readonly Operator AddTensor = new("add.Tensor");
        private static readonly Operator AddScalar = new("add.Scalar");
        private static readonly Operator SubTensor = new("sub.Tensor");
        private static readonly Operator SubScalar = new("sub.Scalar");
        private static readonly Operator MulTensor = new("mul.Tensor");
        private static readonly Operator MulScalar = new("mul.Scalar");
        private static readonly Operator DivTensor = new("div.Tensor");
        private static readonly Operator DivScalar = new("div.Scalar");
        private static readonly Operator DivTensorMode = new("div.Tensor_mode");
        private static readonly Operator DivScalarMode = new("div.Scalar_mode");
        private static readonly Operator PowTensor = new("pow.Tensor_Tensor");
        private static readonly Operator PowScalar = new("pow.Tensor_Scalar");
        private static readonly Operator Clamp = new("clamp");
        private static readonly Operator ClampTensor = new("clamp.Tensor");
        private static readonly Operator Lerp = new("lerp.Tensor");
        private static readonly Operator AddCMul = new("addcmul");
        private static readonly Operator AddCDiv = new("addcdiv");
        private static readonly Operator MatMul = new("matmul");
        private static readonly Operator MM = new("mm");

        public Tensor add(Tensor target) => AddTensor.Call(this, target, 1);

        public Tensor add(Tensor target, Scalar alpha) => AddTensor.Call(this, target, alpha);

        public Tensor add(Scalar scalar) => AddScalar.Call(this, scalar, 1);

        public Tensor add(Scalar scalar, Scalar alpha) => AddScalar.Call(this, scalar, alpha);

        public Tensor sub(Tensor target) => SubTensor.Call(this, target, 1);

        public Tensor sub(Scalar target) => SubScalar.Call(this, target, 1);

        public Tensor mul(Tensor target) => MulTensor.Call(this, target);

        public Tensor mul(Scalar target) => MulScalar.Call(this, target);

        public Tensor div(Tensor target, RoundingMode rounding_mode = RoundingMode.None) =>
            rounding_mode == RoundingMode.None
                ? DivTensor.Call(this, target)
                : DivTensorMode.Call(this, target, rounding_mode.ToString());

        public Tensor div(Scalar target, RoundingMode rounding_mode = RoundingMode.None) =>
            rounding_mode == RoundingMode.None
                ? DivScalar.Call(this, target)
                : DivScalarMode.Call(this, target, rounding_mode.ToString());

        public Tensor pow(Tensor exponent) => PowTensor.Call(this, exponent);

        public Tensor pow(Scalar exponent) => PowScalar.Call(this, exponent);

        public Tensor clamp(Scalar? min = null, Scalar? max = null) => Clamp.Call(this, min, max);

        public Tensor clamp(Tensor? min = null, Tensor? max = null) => ClampTensor.Call(this, min, max);

        /// <summary>this + weight (end - this).</summary>
        public Tensor lerp(Tensor end, Tensor weight) => Lerp.Call(this, end, weight);

        /// <summary>this + value tensor1 tensor2.</summary>
        public Tensor addcmul(Tensor tensor1, Tensor tensor2, Scalar value) => AddCMul.Call(this, tensor1, tensor2, value);

        /// <summary>this + value tensor1 / tensor2.</summary>
        public Tensor addcdiv(Tensor tensor1, Tensor tensor2, Scalar value) => AddCDiv.Call(this, tensor1, tensor2, value);

        public Tensor addcdiv(Tensor tensor1, Tensor tensor2) => addcdiv(tensor1, tensor2, 1);

        public Tensor matmul(Tensor target) => MatMul.Call(this, target);

        public Tensor mm(Tensor target) => MM.Call(this, target);
    }
}
