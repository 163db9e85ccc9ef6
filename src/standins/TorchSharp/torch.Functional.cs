namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        /// <summary>How a loss is made of its elements' losses.</summary>
#pragma warning disable CA1028 // As in TorchSharp.
        public enum Reduction : long
#pragma warning restore CA1028
        {
            None = 0,
            Mean = 1,
            Sum = 2,
        }

        public static partial class functional
        {
            private static readonly Operator Linear = new("linear");
            private static readonly Operator BatchNorm = new("batch_norm");
            private static readonly Operator BceWithLogits = new("binary_cross_entropy_with_logits");
            private static readonly Operator MseLoss = new("mse_loss");

            /// <summary>input weights^T + bias; weights are outputs x inputs.</summary>
            public static Tensor linear(Tensor input, Tensor weights, Tensor? bias = null) => Linear.Call(input, weights, bias);

            /// <summary>With training, or without running statistics, by the batch's own mean and biased variance.</summary>
            public static Tensor batch_norm(
                Tensor input,
                Tensor? running_mean,
                Tensor? running_var,
                Tensor? weight = null,
                Tensor? bias = null,
                bool training = false,
                double momentum = 0.1,
                double eps = 1e-5) =>
                BatchNorm.Call(input, weight, bias, running_mean, running_var, training, momentum, eps, false);

            public static Tensor relu(Tensor x, bool inplace = false) => inplace ? x.relu_().alias() : x.relu();

            public static Tensor leaky_relu(Tensor input, double negative_slope = 0.01, bool inplace = false) =>
                inplace ? input.leaky_relu_(negative_slope).alias() : input.leaky_relu(negative_slope);

            public static Tensor tanh(Tensor x, bool inplace = false) => inplace ? x.tanh_().alias() : x.tanh();

            public static Tensor sigmoid(Tensor x) => x.sigmoid();

            public static Tensor softplus(Tensor x, double beta = 1, double threshold = 20) => x.softplus(beta, threshold);

            public static Tensor binary_cross_entropy_with_logits(
                Tensor input,
                Tensor target,
                Tensor? weight = null,
                Reduction reduction = Reduction.Mean,
                Tensor? pos_weights = null) =>
                BceWithLogits.Call(input, target, weight, pos_weights, (long)reduction);

            public static Tensor mse_loss(Tensor input, Tensor target, Reduction reduction = Reduction.Mean) =>
                MseLoss.Call(input, target, (long)reduction);
        }
    }
}
