namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        private static readonly Operator Abs = new("abs");
        private static readonly Operator Neg = new("neg");
        private static readonly Operator Sqrt = new("sqrt");
        private static readonly Operator RSqrt = new("rsqrt");
        private static readonly Operator Exp = new("exp");
        private static readonly Operator Log = new("log");
        private static readonly Operator Log1P = new("log1p");
        private static readonly Operator Sin = new("sin");
        private static readonly Operator Cos = new("cos");
        private static readonly Operator Tanh = new("tanh");
        private static readonly Operator Sigmoid = new("sigmoid");
        private static readonly Operator Relu = new("relu");
        private static readonly Operator Reciprocal = new("reciprocal");
        private static readonly Operator Floor = new("floor");
        private static readonly Operator Sign = new("sign");
        private static readonly Operator IsFinite = new("isfinite");
        private static readonly Operator IsNaN = new("isnan");
        private static readonly Operator Round = new("round.decimals");
        private static readonly Operator Softplus = new("softplus");
        private static readonly Operator LeakyRelu = new("leaky_relu");

        public Tensor abs() => Abs.Call(this);

        public Tensor neg() => Neg.Call(this);

        public Tensor sqrt() => Sqrt.Call(this);

        public Tensor rsqrt() => RSqrt.Call(this);

        public Tensor exp() => Exp.Call(this);

        public Tensor log() => Log.Call(this);

        public Tensor log1p() => Log1P.Call(this);

        public Tensor sin() => Sin.Call(this);

        public Tensor cos() => Cos.Call(this);

        public Tensor tanh() => Tanh.Call(this);

        public Tensor sigmoid() => Sigmoid.Call(this);

        public Tensor relu() => Relu.Call(this);

        public Tensor reciprocal() => Reciprocal.Call(this);

        public Tensor floor() => Floor.Call(this);

        public Tensor sign() => Sign.Call(this);

        public Tensor isfinite() => IsFinite.Call(this);

        public Tensor isnan() => IsNaN.Call(this);

        public Tensor negative() => neg();

        /// <summary>Halves go to the even neighbour.</summary>
        public Tensor round(long decimals = 0) => Round.Call(this, decimals);

        public Tensor square() => pow(2);

        public Tensor softplus(double beta = 1, double threshold = 20) => Softplus.Call(this, beta, threshold);

        public Tensor leaky_relu(Scalar negative_slope) => LeakyRelu.Call(this, negative_slope);
    }
}
