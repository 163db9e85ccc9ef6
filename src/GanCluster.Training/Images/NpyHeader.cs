using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using GanCluster.Core;

namespace GanCluster.Training.Images;

/// <summary>The head of NumPy's array format (numpy.lib.format, versions 1 to 3): bytes, or fp32, in C order.</summary>
/// <param name="Type"><see cref="Bytes"/> or <see cref="Floats"/>.</param>
/// <param name="Shape">0 for a size that is none.</param>
/// <param name="ShapeText">As the file has it.</param>
/// <param name="ValuesAt">Where the values begin.</param>
internal sealed partial record NpyHeader(string Type, IReadOnlyList<int> Shape, string ShapeText, long ValuesAt)
{
    public const string Bytes = "|u1";
    public const string Floats = "<f4";

    private const int MaxHeaderBytes = 1 << 16;

    private static readonly byte[] Magic = [0x93, .. "NUMPY"u8];

    /// <summary>What the values after the header come to, in bytes.</summary>
    public Int128 ValueBytes => Shape.Aggregate((Int128)(Type == Floats ? sizeof(float) : 1), (product, size) => product * size);

    /// <exception cref="EndOfStreamException">The file ends in its head.</exception>
    /// <exception cref="UserInputException">It holds something else.</exception>
    public static NpyHeader Read(Stream stream, string path)
    {
        Span<byte> prefix = stackalloc byte[12];
        stream.ReadExactly(prefix[..10]);
        if (!prefix.StartsWith(Magic) || prefix[6] is 0 or > 3)
        {
            throw new UserInputException($"'{path}' is no .npy file: save the images with numpy.save");
        }

        long length = BinaryPrimitives.ReadUInt16LittleEndian(prefix[8..]);
        var prefixBytes = 10;
        if (prefix[6] > 1)
        {
            stream.ReadExactly(prefix[10..]);
            length = BinaryPrimitives.ReadUInt32LittleEndian(prefix[8..]);
            prefixBytes = prefix.Length;
        }

        var header = new byte[length <= MaxHeaderBytes ? length : throw new UserInputException(
            $"'{path}' has a header of {length} bytes, which no array of images needs: save it again with numpy.save")];
        stream.ReadExactly(header);
        return Parsed(Encoding.Latin1.GetString(header), prefixBytes + length, path);
    }

    private static NpyHeader Parsed(string text, long valuesAt, string path)
    {
        var (type, order, shape) = (TypePattern().Match(text), OrderPattern().Match(text), ShapePattern().Match(text));
        if (!type.Success || !order.Success || !shape.Success)
        {
            throw new UserInputException($"'{path}' has a header that describes no plain array: save it again with numpy.save");
        }

        var (name, inFortranOrder) = (Value(type), Value(order) == "True");
        return name is Bytes or Floats && !inFortranOrder
            ? new NpyHeader(name, Sizes(Value(shape)), Value(shape), valuesAt)
            : throw new UserInputException($"'{path}' holds {name}{(inFortranOrder ? " in Fortran order" : "")}: "
                + "save uint8, or float32 in [-1, 1], in C order");
    }

    private static string Value(Match match) => match.Groups["value"].Value;

    private static int[] Sizes(string text) =>
    [
        .. text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(size => int.TryParse(size, NumberStyles.None, CultureInfo.InvariantCulture, out var n) ? n : 0),
    ];

    [GeneratedRegex("'descr': *'(?<value>[^']*)'", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex TypePattern();

    [GeneratedRegex("'fortran_order': *(?<value>True|False)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex OrderPattern();

    [GeneratedRegex(@"'shape': *\((?<value>[0-9, ]*)\)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex ShapePattern();
}
