using System.Runtime.InteropServices;
using GanCluster.Core;

namespace GanCluster.Training.Images;

/// <summary>Reads PNG and JPEG files as grey images, by the system's gdk-pixbuf.</summary>
public static class ImageFile
{
    /// <summary>Debian's name for what brings the library.</summary>
    public const string Package = "libgdk-pixbuf-2.0-0";

    private const string Pixbuf = "libgdk_pixbuf-2.0.so.0";
    private const string GObject = "libgobject-2.0.so.0";
    private const string GLib = "libglib-2.0.so.0";

    private static readonly byte[] PngStart = [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A];
    private static readonly byte[] JpegStart = [0xFF, 0xD8, 0xFF];

    /// <summary>Whether the library is on this machine.</summary>
    public static bool IsReadable { get; } = NativeLibrary.TryLoad(Pixbuf, typeof(ImageFile).Assembly, null, out _);

    /// <summary>What the file's head says, before anything is decoded.</summary>
    /// <exception cref="UserInputException">It is no sound PNG or JPEG file, or there is no library to read it.</exception>
    public static (int Width, int Height) SizeOf(string path)
    {
        _ = IsJpeg(path);
        return GetFileInfo(path, out var width, out var height) != 0 && width > 0 && height > 0
            ? (width, height)
            : throw new UserInputException($"'{path}' is damaged: replace it with a sound copy");
    }

    /// <summary>
    /// Grey is Rec. 601's luma. What is transparent becomes black, since that is what training puts around an image.
    /// </summary>
    /// <inheritdoc cref="SizeOf"/>
    public static PixelImage ReadGrey(string path)
    {
        if (IsJpeg(path) && IsCutShort(File.ReadAllBytes(path)))
        {
            throw new UserInputException($"'{path}' is truncated: replace it with a whole copy");
        }

        var image = NewFromFile(path, out var error);
        if (image == 0)
        {
            var reason = Marshal.PtrToStringUTF8(Marshal.PtrToStructure<Error>(error).Message)!.ReplaceLineEndings(" ");
            FreeError(error);
            throw new UserInputException($"'{path}' is damaged ({reason}): replace it with a sound copy");
        }

        try
        {
            return Grey(image);
        }
        finally
        {
            Unref(image);
        }
    }

    /// <summary>Otherwise it is a PNG. Nothing else comes to the library, which would read whatever it has a module for.</summary>
    private static bool IsJpeg(string path)
    {
        if (!IsReadable)
        {
            throw new UserInputException(
                $"'{path}' can't be read without gdk-pixbuf ({Pixbuf}): run 'apt-get install {Package}' as root");
        }

        try
        {
            using var file = File.OpenRead(path);
            Span<byte> start = stackalloc byte[PngStart.Length];
            start = start[..file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false)];
            return start.StartsWith(JpegStart) || (start.SequenceEqual(PngStart)
                ? false
                : throw new UserInputException($"'{path}' is no PNG or JPEG image: replace it or take it away"));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UserInputException($"'{path}' can't be read ({e.Message}): check that it is there and readable", e);
        }
    }

    /// <summary>What a JPEG lacks is decoded as grey, without a word. The last scan must be followed by the end's marker,
    /// which no scan's data can hold.</summary>
    private static bool IsCutShort(ReadOnlySpan<byte> jpeg) =>
        jpeg.LastIndexOf<byte>([0xFF, 0xD9]) < jpeg.LastIndexOf<byte>([0xFF, 0xDA]);

    private static PixelImage Grey(nint image)
    {
        var (width, height, channels) = (GetWidth(image), GetHeight(image), GetChannels(image));
        var (pixels, stride) = (ReadPixels(image), GetStride(image));
        var (row, grey) = (new byte[width * channels], new byte[width * height]);
        for (var y = 0; y < height; y++)
        {
            Marshal.Copy(pixels + (y * stride), row, 0, row.Length);
            for (var x = 0; x < width; x++)
            {
                var rgba = row.AsSpan(x * channels, channels);
                var luma = ((299 * rgba[0]) + (587 * rgba[1]) + (114 * rgba[2]) + 500) / 1000;
                grey[(y * width) + x] = (byte)(channels == 4 ? ((luma * rgba[3]) + 127) / 255 : luma);
            }
        }

        return new PixelImage(width, height, 1, grey);
    }

    [StructLayout(LayoutKind.Sequential)]
    private readonly struct Error
    {
        public readonly uint Domain;
        public readonly int Code;
        public readonly nint Message;
    }

    [DllImport(Pixbuf, EntryPoint = "gdk_pixbuf_get_file_info")]
    private static extern nint GetFileInfo([MarshalAs(UnmanagedType.LPUTF8Str)] string path, out int width, out int height);

    [DllImport(Pixbuf, EntryPoint = "gdk_pixbuf_new_from_file")]
    private static extern nint NewFromFile([MarshalAs(UnmanagedType.LPUTF8Str)] string path, out nint error);

    [DllImport(Pixbuf, EntryPoint = "gdk_pixbuf_get_width")]
    private static extern int GetWidth(nint image);

    [DllImport(Pixbuf, EntryPoint = "gdk_pixbuf_get_height")]
    private static extern int GetHeight(nint image);

    [DllImport(Pixbuf, EntryPoint = "gdk_pixbuf_get_n_channels")]
    private static extern int GetChannels(nint image);

    [DllImport(Pixbuf, EntryPoint = "gdk_pixbuf_get_rowstride")]
    private static extern int GetStride(nint image);

    [DllImport(Pixbuf, EntryPoint = "gdk_pixbuf_read_pixels")]
    private static extern nint ReadPixels(nint image);

    [DllImport(GLib, EntryPoint = "g_error_free")]
    private static extern void FreeError(nint error);

    [DllImport(GObject, EntryPoint = "g_object_unref")]
    private static extern void Unref(nint image);
}
