using System.Buffers.Binary;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.RegularExpressions;
using GanCluster.Core;
using GanCluster.Training.Networks;

namespace GanCluster.Training.Measures;

/// <summary>
/// Reads images from NumPy's array format (numpy.lib.format, versions 1 to 3, C order): bytes, or fp32 in [-1, 1];
/// (N, H, W), or (N, C, H, W) with one channel or three.
/// </summary>
public static partial class NpyImages
{
    private static readonly byte[] Magic = [0x93, .. "NUMPY"u8];

    private const int MaxHeaderBytes = 1 << 16;

    /// <summary>Of [-1, 1]: what rounding may add.</summary>
    private const float Slack = 1e-3f;

    /// <exception cref="UserInputException">The file is missing, truncated, or holds something else.</exception>
    public static ImageBytes Read(string path)
    {
        try
        {
            using var stream = File.OpenRead(path);
            var (type, shape) = ReadHeader(stream, path);
            var values = ReadValues(stream, path, type, shape);
            var (image, where) = (new ImageShape(shape is [_, var c, _, _] ? c : 1, shape[^2], shape[^1]), $"the images of '{path}'");
            return type == "|u1"
                ? new ImageBytes(image, values, where)
                : ImageBytes.Of(image, Checked(MemoryMarshal.Cast<byte, float>(values), path), where);
        }
        catch (EndOfStreamException e)
        {
            throw new UserInputException($"'{path}' is truncated: write it again", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UserInputException($"'{path}' can't be read ({e.Message}): check that it is there and readable", e);
        }
    }

    private static (string Type, int[] Shape) ReadHeader(Stream stream, string path)
    {
        Span<byte> prefix = stackalloc byte[12];
        stream.ReadExactly(prefix[..10]);
        if (!prefix.StartsWith(Magic) || prefix[6] is 0 or > 3)
        {
            throw new UserInputException($"'{path}' is no .npy file: save the images with numpy.save");
        }

        long length = BinaryPrimitives.ReadUInt16LittleEndian(prefix[8..]);
        if (prefix[6] > 1)
        {
            stream.ReadExactly(prefix[10..]);
            length = BinaryPrimitives.ReadUInt32LittleEndian(prefix[8..]);
        }

        var header = new byte[length <= MaxHeaderBytes ? length : throw new UserInputException(
            $"'{path}' has a header of {length} bytes, which no array of images needs: save it again with numpy.save")];
        stream.ReadExactly(header);
        var text = Encoding.Latin1.GetString(header);
        var (type, order, shape) = (Type().Match(text), Order().Match(text), Shape().Match(text));
        if (!type.Success || !order.Success || !shape.Success)
        {
            throw new UserInputException($"'{path}' has a header that describes no plain array: save it again with numpy.save");
        }

        var (name, inFortranOrder) = (Value(type), Value(order) == "True");
        return name is "|u1" or "<f4" && !inFortranOrder
            ? (name, CheckedShape(Value(shape), path))
            : throw new UserInputException($"'{path}' holds {name}{(inFortranOrder ? " in Fortran order" : "")}: "
                + "save uint8, or float32 in [-1, 1], in C order");
    }

    private static string Value(Match match) => match.Groups["value"].Value;

    private static int[] CheckedShape(string text, string path)
    {
        var sizes = text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        int[] shape =
        [
            .. sizes.Select(size => int.TryParse(size, NumberStyles.None, CultureInfo.InvariantCulture, out var n) ? n : 0),
        ];
        return shape is [> 0, > 0, > 0] or [> 0, 1 or 3, > 0, > 0]
            ? shape
            : throw new UserInputException(
                $"'{path}' has the shape ({text}): save images as (N, H, W), or (N, C, H, W) with 1 or 3 channels");
    }

    private static byte[] ReadValues(FileStream stream, string path, string type, int[] shape)
    {
        var size = shape.Aggregate((Int128)(type == "<f4" ? sizeof(float) : 1), (product, n) => product * n);
        var left = stream.Length - stream.Position;
        if (size != left || size > Array.MaxLength)
        {
            throw new UserInputException(
                $"'{path}' holds {left} bytes after its header, which says {size}: write it again, below 2 GB");
        }

        var values = new byte[(int)size];
        stream.ReadExactly(values);
        return values;
    }

    private static ReadOnlySpan<float> Checked(ReadOnlySpan<float> values, string path)
    {
        var (least, most) = (float.PositiveInfinity, float.NegativeInfinity);
        foreach (var value in values)
        {
            (least, most) = (MathF.Min(least, value), MathF.Max(most, value));
        }

        // Of a NaN both are NaN. Without anything below 0 the values are most likely in [0, 1], and would be scored as
        // washed out.
        return least >= -1 - Slack && most <= 1 + Slack && least < 0 ? values : throw new UserInputException(
            string.Create(
                CultureInfo.InvariantCulture,
                $"'{path}' has values from {least:0.###} to {most:0.###}: save float32 in [-1, 1], or uint8"));
    }

    [GeneratedRegex("'descr': *'(?<value>[^']*)'", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Type();

    [GeneratedRegex("'fortran_order': *(?<value>True|False)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Order();

    [GeneratedRegex(@"'shape': *\((?<value>[0-9, ]*)\)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Shape();
}
