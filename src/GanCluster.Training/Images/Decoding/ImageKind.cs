namespace GanCluster.Training.Images.Decoding;

/// <summary>The formats that are read.</summary>
public enum ImageKind
{
    Png,
    Jpeg,
    WebP,
    Gif,
    Bmp,
}

/// <summary>A file is what its first bytes say; its name's ending only says what it should have been.</summary>
public static class ImageKinds
{
    /// <summary>So many bytes tell the kind.</summary>
    public const int HeadBytes = 18;

    private static readonly string[] Endings = [".png", ".jpg", ".jpeg", ".webp", ".gif", ".bmp"];

    /// <summary>Null: no image that is read.</summary>
    /// <param name="head">A file's first <see cref="HeadBytes"/>, or all that it has.</param>
    public static ImageKind? Of(ReadOnlySpan<byte> head) => head switch
    {
        [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A, ..] => ImageKind.Png,
        [0xFF, 0xD8, 0xFF, ..] => ImageKind.Jpeg,
        [_, _, _, _, _, _, _, _, (byte)'W', (byte)'E', (byte)'B', (byte)'P', ..] when head.StartsWith("RIFF"u8) => ImageKind.WebP,
        [(byte)'G', (byte)'I', (byte)'F', (byte)'8', (byte)'7' or (byte)'9', (byte)'a', ..] => ImageKind.Gif,
        [(byte)'B', (byte)'M', ..] when IsBitmap(head) => ImageKind.Bmp,
        _ => null,
    };

    /// <summary>Whether a name says that the file is an image of a kind that is read.</summary>
    public static bool IsPromisedBy(string name) =>
        Endings.Contains(Path.GetExtension(name), StringComparer.OrdinalIgnoreCase);

    /// <summary>Two letters begin many a text, so the size of the second header, which is one of a few, must follow.</summary>
    private static bool IsBitmap(ReadOnlySpan<byte> head) =>
        head.Length >= HeadBytes && head[14] is 12 or 40 or 52 or 56 or 64 or 108 or 124 && (head[15] | head[16] | head[17]) == 0;
}
