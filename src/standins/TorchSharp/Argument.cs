using System.Runtime.InteropServices;

namespace TorchSharp;

/// <summary>The kinds of value an operator takes; the order is that of the enumeration in native/standin.cpp.</summary>
internal enum ArgumentTag : long
{
    None,
    Tensor,
    Int,
    Double,
    Bool,
    Ints,
    Doubles,
    Tensors,
    Device,
    String,
}

/// <summary>An argument as the native side reads it; <see cref="Payload"/> is a value or a pointer to Length values.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct NativeArgument
{
    public ArgumentTag Tag;
    public long Payload;
    public long Length;
}

/// <summary>
/// An argument of an operator. It holds the object it came from, so that neither a tensor nor an array can be
/// collected while the native side reads it.
/// </summary>
internal readonly struct Argument
{
    private Argument(ArgumentTag tag, long payload, object? owner, long length = 0)
    {
        Native = new NativeArgument { Tag = tag, Payload = payload, Length = length };
        Owner = owner;
    }

    public static Argument None => default;

    public NativeArgument Native { get; }

    public object? Owner { get; }

    public static implicit operator Argument(torch.Tensor? value) =>
        value is null ? None : new(ArgumentTag.Tensor, value.Handle, value);

    public static implicit operator Argument(Scalar? value) => value?.Argument ?? None;

    public static implicit operator Argument(long value) => new(ArgumentTag.Int, value, null);

    public static implicit operator Argument(double value) =>
        new(ArgumentTag.Double, BitConverter.DoubleToInt64Bits(value), null);

    public static implicit operator Argument(bool value) => new(ArgumentTag.Bool, value ? 1 : 0, null);

    public static implicit operator Argument(long? value) => value is { } number ? number : None;

    public static implicit operator Argument(torch.ScalarType? value) => value is { } type ? (long)type : None;

    public static implicit operator Argument(torch.Device? value) =>
        value is null ? None : new(ArgumentTag.Device, (long)value.type, null, value.index);

    public static implicit operator Argument(long[]? values) =>
        values is null ? None : new(ArgumentTag.Ints, 0, values, values.Length);

    public static implicit operator Argument(double[]? values) =>
        values is null ? None : new(ArgumentTag.Doubles, 0, values, values.Length);

    public static implicit operator Argument(torch.Tensor[] values) =>
        new(ArgumentTag.Tensors, 0, values, values.Length);

    /// <summary>Of ASCII text only.</summary>
    public static implicit operator Argument(string value)
    {
        var ascii = System.Text.Encoding.ASCII.GetBytes(value);
        return new(ArgumentTag.String, 0, ascii, ascii.Length);
    }
}
