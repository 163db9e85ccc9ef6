namespace TorchSharp;

/// <summary>What stands outside the border; the stand-in knows Constant only.</summary>
public enum PaddingModes
{
    Zeros = 0,
    Reflect = 1,
    Replicate = 2,
    Circular = 3,
    Constant = 4,
}

public static partial class torch
{
    /// <summary>How values between pixels are found; the stand-in knows Nearest and Bilinear.</summary>
    public enum InterpolationMode
    {
        Nearest = 0,
        Linear = 1,
        Bilinear = 2,
    }

    public static partial class nn
    {
        public static partial class functional
        {
            private static readonly Operator Conv2d = new("conv2d");
            private static readonly Operator ConvTranspose2d = new("conv_transpose2d.input");
            private static readonly Operator AvgPool2d = new("avg_pool2d");
            private static readonly Operator MaxPool2d = new("max_pool2d");
            private static readonly Operator PadConstant = new("constant_pad_nd");
            private static readonly Operator UpsampleNearest = new("upsample_nearest2d.vec");
            private static readonly Operator UpsampleBilinear = new("upsample_bilinear2d.vec");
            private static readonly Operator UpsampleBilinearAntialiased = new("_upsample_bilinear2d_aa.vec");

            /// <summary>weight: outputs x inputs / groups x height x width.</summary>
            public static Tensor conv2d(
                Tensor input,
                Tensor weight,
                Tensor? bias = null,
                long[]? strides = null,
                long[]? padding = null,
                long[]? dilation = null,
                long groups = 1) =>
                Conv2d.Call(input, weight, bias, strides ?? [1, 1], padding ?? [0, 0], dilation ?? [1, 1], groups);

            /// <summary>weight: inputs x outputs / groups x height x width.</summary>
            public static Tensor conv_transpose2d(
                Tensor input,
                Tensor weight,
                Tensor? bias = null,
                long[]? strides = null,
                long[]? padding = null,
                long[]? output_padding = null,
                long[]? dilation = null,
                long groups = 1) =>
                ConvTranspose2d.Call(
                    input,
                    weight,
                    bias,
                    strides ?? [1, 1],
                    padding ?? [0, 0],
                    output_padding ?? [0, 0],
                    groups,
                    dilation ?? [1, 1]);

            public static Tensor avg_pool2d(
                Tensor input,
                long[] kernel_size,
                long[]? stride = null,
                long[]? padding = null,
                bool ceil_mode = false,
                bool count_include_pad = true,
                long? divisor_override = null) =>
                AvgPool2d.Call(
                    input, kernel_size, stride ?? kernel_size, padding ?? [0, 0], ceil_mode, count_include_pad, divisor_override);

            public static Tensor avg_pool2d(
                Tensor input,
                long kernel_size,
                long? stride = null,
                long padding = 0,
                bool ceil_mode = false,
                bool count_include_pad = true,
                long? divisor_override = null) =>
                avg_pool2d(
                    input, [kernel_size], [stride ?? kernel_size], [padding], ceil_mode, count_include_pad, divisor_override);

            public static Tensor max_pool2d(
                Tensor input,
                long[] kernel_size,
                long[]? strides = null,
                long[]? padding = null,
                long[]? dilation = null,
                bool ceil_mode = false) =>
                MaxPool2d.Call(input, kernel_size, strides ?? kernel_size, padding ?? [0, 0], dilation ?? [1, 1], ceil_mode);

            /// <summary>pad: before and after, for the last dimension first.</summary>
            public static Tensor pad(
                Tensor input, long[] pad, PaddingModes mode = PaddingModes.Constant, double value = 0) =>
                mode == PaddingModes.Constant
                    ? PadConstant.Call(input, pad, value)
                    : throw new NotSupportedException($"The stand-in pads with a constant only, not by {mode}.");

            public static Tensor pad(
                Tensor input,
                (long, long, long, long) pad,
                PaddingModes mode = PaddingModes.Constant,
                double value = 0) =>
                functional.pad(input, [pad.Item1, pad.Item2, pad.Item3, pad.Item4], mode, value);

            /// <summary>Of images (4 dimensions); give the size or the scale factors, height first.</summary>
            public static Tensor interpolate(
                Tensor x,
                long[]? size = null,
                double[]? scale_factor = null,
                InterpolationMode mode = InterpolationMode.Nearest,
                bool? align_corners = null,
                bool recompute_scale_factor = false,
                bool antialias = false)
            {
                if (recompute_scale_factor && scale_factor is not null)
                {
                    size = [(long)(x.size(2) * scale_factor[0]), (long)(x.size(3) * scale_factor[^1])];
                    scale_factor = null;
                }

                return mode switch
                {
                    InterpolationMode.Nearest => UpsampleNearest.Call(x, size, scale_factor),
                    InterpolationMode.Bilinear => (antialias ? UpsampleBilinearAntialiased : UpsampleBilinear)
                        .Call(x, size, align_corners ?? false, scale_factor),
                    _ => throw new NotSupportedException($"The stand-in does not interpolate by {mode}."),
                };
            }
        }
    }
}
