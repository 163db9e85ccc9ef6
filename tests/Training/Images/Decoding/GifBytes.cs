namespace GanCluster.Training.Tests.Images.Decoding;

/// <param name="Indices">(height, width), below 4.</param>
/// <param name="Transparent">The index that shows what is behind; null: none.</param>
internal sealed record GifFrame(int Left, int Top, int Width, byte[] Indices, byte? Transparent = null);

/// <summary>Writes GIF files of four colours.</summary>
internal static class GifBytes
{
    private const int Clear = 4;
    private const int End = 5;
    private const int CodeBits = 3;

    public static byte[] Of(int width, int height, byte[] palette, params GifFrame[] frames) =>
    [
        .. "GIF89a"u8, (byte)width, 0, (byte)height, 0, 0x81, 0, 0, .. palette, .. frames.SelectMany(Frame), (byte)';',
    ];

    private static byte[] Frame(GifFrame frame) =>
    [
        (byte)'!', 0xF9, 4, (byte)(frame.Transparent is null ? 0 : 1), 10, 0, frame.Transparent ?? 0, 0,
        (byte)',', (byte)frame.Left, 0, (byte)frame.Top, 0, (byte)frame.Width, 0, (byte)(frame.Indices.Length / frame.Width), 0,
        0, CodeBits - 1, .. Block(frame.Indices), 0,
    ];

    /// <summary>A clear code before every pixel: the codes never grow.</summary>
    private static byte[] Block(byte[] indices)
    {
        var (bytes, next) = (new byte[(((indices.Length * 2) + 1) * CodeBits / 8) + 1], 0);
        foreach (var code in indices.SelectMany(index => new[] { Clear, index }).Append(End))
        {
            for (var bit = 0; bit < CodeBits; bit++, next++)
            {
                bytes[next / 8] |= (byte)(((code >> bit) & 1) << (next % 8));
            }
        }

        return [(byte)bytes.Length, .. bytes];
    }
}
