namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        private static readonly Operator AddTensorInPlace = new("add_.Tensor");
        private static readonly Operator AddScalarInPlace = new("add_.Scalar");
        private static readonly Operator SubTensorInPlace = new("sub_.Tensor");
        private static readonly Operator SubScalarInPlace = new("sub_.Scalar");
        private static readonly Operator MulTensorInPlace = new("mul_.Tensor");
        private static readonly Operator MulScalarInPlace = new("mul_.Scalar");
        private static readonly Operator DivTensorInPlace = new("div_.Tensor");
        private static readonly Operator DivScalarInPlace = new("div_.Scalar");
        private static readonly Operator DivTensorModeInPlace = new("div_.Tensor_mode");
        private static readonly Operator DivScalarModeInPlace = new("div_.Scalar_mode");
        private static readonly Operator PowInPlace = new("pow_.Scalar");
        private static readonly Operator Zero = new("zero_");
        private static readonly Operator Fill = new("fill_.Scalar");
        private static readonly Operator LerpInPlace = new("lerp_.Tensor");
        private static readonly Operator AddCMulInPlace = new("addcmul_");
        private static readonly Operator AddCDivInPlace = new("addcdiv_");
        private static readonly Operator SqrtInPlace = new("sqrt_");
        private static readonly Operator NegInPlace = new("neg_");
        private static readonly Operator ClampInPlace = new("clamp_");
        private static readonly Operator ReluInPlace = new("relu_");
        private static readonly Operator LeakyReluInPlace = new("leaky_relu_");
        private static readonly Operator TanhInPlace = new("tanh_");
        private static readonly Operator SigmoidInPlace = new("sigmoid_");

        public Tensor add_(Tensor target) => AddTensorInPlace.Change(this, target, 1);

        public Tensor add_(Tensor target, Scalar alpha) => AddTensorInPlace.Change(this, target, alpha);

        public Tensor add_(Scalar scalar) => AddScalarInPlace.Change(this, scalar, 1);

        public Tensor add_(Scalar scalar, Scalar alpha) => AddScalarInPlace.Change(this, scalar, alpha);

        public Tensor sub_(Tensor target) => SubTensorInPlace.Change(this, target, 1);

        public Tensor sub_(Scalar target) => SubScalarInPlace.Change(this, target, 1);

        public Tensor mul_(Tensor target) => MulTensorInPlace.Change(this, target);

        public Tensor mul_(Scalar target) => MulScalarInPlace.Change(this, target);

        public Tensor div_(Tensor target, RoundingMode rounding_mode = RoundingMode.None) =>
            rounding_mode == RoundingMode.None
                ? DivTensorInPlace.Change(this, target)
                : DivTensorModeInPlace.Change(this, target, rounding_mode.ToString());

        public Tensor div_(Scalar target, RoundingMode rounding_mode = RoundingMode.None) =>
            rounding_mode == RoundingMode.None
                ? DivScalarInPlace.Change(this, target)
                : DivScalarModeInPlace.Change(this, target, rounding_mode.ToString());

        public Tensor pow_(Scalar exponent) => PowInPlace.Change(this, exponent);

        public Tensor zero_() => Zero.Change(this);

        public Tensor fill_(Scalar value) => Fill.Change(this, value);

        public Tensor lerp_(Tensor end, Tensor weight) => LerpInPlace.Change(this, end, weight);

        public Tensor addcmul_(Tensor tensor1, Tensor tensor2, Scalar value) =>
            AddCMulInPlace.Change(this, tensor1, tensor2, value);

        public Tensor addcdiv_(Tensor tensor1, Tensor tensor2, Scalar value) =>
            AddCDivInPlace.Change(this, tensor1, tensor2, value);

        public Tensor addcdiv_(Tensor tensor1, Tensor tensor2) => addcdiv_(tensor1, tensor2, 1);

        public Tensor sqrt_() => SqrtInPlace.Change(this);

        public Tensor neg_() => NegInPlace.Change(this);

        public Tensor clamp_(Scalar? min = null, Scalar? max = null) => ClampInPlace.Change(this, min, max);

        public Tensor relu_() => ReluInPlace.Change(this);

        public Tensor leaky_relu_(Scalar negative_slope) => LeakyReluInPlace.Change(this, negative_slope);

        public Tensor tanh_() => TanhInPlace.Change(this);

        public Tensor sigmoid_() => SigmoidInPlace.Change(this);
    }
}
