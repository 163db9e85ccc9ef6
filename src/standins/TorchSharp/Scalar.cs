namespace TorchSharp;

/// <summary>A number given to an operator: an integer, a floating-point number or a truth value.</summary>
public sealed class Scalar : IDisposable
{
    private Scalar(torch.ScalarType type, Argument argument)
    {
        Type = type;
        Argument = argument;
    }

    public torch.ScalarType Type { get; }

    internal Argument Argument { get; }

    public static implicit operator Scalar(byte value) => (long)value;

    public static implicit operator Scalar(int value) => (long)value;

    public static implicit operator Scalar(long value) => new(torch.ScalarType.Int64, value);

    public static implicit operator Scalar(BFloat16 value) => (double)value.ToSingle();

    public static implicit operator Scalar(float value) => (double)value;

    public static implicit operator Scalar(double value) => new(torch.ScalarType.Float64, value);

    public static implicit operator Scalar(bool value) => new(torch.ScalarType.Bool, value);

    /// <summary>Nothing to free here; TorchSharp's own scalars live on the native side.</summary>
    public void Dispose()
    {
    }
}
