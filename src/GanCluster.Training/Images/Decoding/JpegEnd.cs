using System.Buffers.Binary;

namespace GanCluster.Training.Images.Decoding;

/// <summary>
/// Whether a JPEG file goes on to its end. The codec takes one that comes in passes for whole when only the first is there, which
/// is the image without its details.
/// </summary>
internal static class JpegEnd
{
    private const byte Marker = 0xFF;
    private const byte Start = 0xD8;
    private const byte End = 0xD9;
    private const byte Scan = 0xDA;

    public static bool IsThere(ReadOnlySpan<byte> file)
    {
        for (var at = 0; at + 1 < file.Length;)
        {
            if (file[at] != Marker)
            {
                return false;
            }

            var code = file[at + 1];
            if (code == End)
            {
                return true;
            }

            at += code == Marker ? 1 : HasNoLength(code) ? 2 : 2 + LengthAt(file, at + 2);
            if (code == Scan)
            {
                at = AfterScan(file, at);
            }
        }

        return false;
    }

    private static bool HasNoLength(byte code) => code is Start or 0x01 or (>= 0xD0 and <= 0xD7);

    private static int LengthAt(ReadOnlySpan<byte> file, int at) =>
        at + 2 <= file.Length ? BinaryPrimitives.ReadUInt16BigEndian(file[at..]) : 2;

    /// <summary>Among the coded data a marker's first byte is followed by 0, or by a restart's code.</summary>
    private static int AfterScan(ReadOnlySpan<byte> file, int at)
    {
        while (at + 1 < file.Length && !(file[at] == Marker && file[at + 1] is not (0 or Marker or (>= 0xD0 and <= 0xD7))))
        {
            at++;
        }

        return at;
    }
}
