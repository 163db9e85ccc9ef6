using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text.Json;

namespace GanCluster.Training.Data.Caching;

/// <summary>
/// Where things are in a cache: a first page with magic, version and where the header lies; from the second page on the images,
/// those to train on first; then their labels, as little-endian 32-bit numbers; the header as JSON at the end.
/// </summary>
internal static class CacheLayout
{
    public const int FirstImage = 4096;

    /// <summary>Goes up when the layout changes.</summary>
    private const int Version = 1;

    private const int MaxHeaderBytes = 1 << 26;
    private const int LabelBytes = sizeof(int);

    private static readonly byte[] Magic = [.. "GCIMAGES"u8];

    public static long ImageAt(CacheHeader header, long image) => FirstImage + (image * header.ImageBytes);

    public static long LabelAt(CacheHeader header, long image) => ImageAt(header, header.Images) + (image * LabelBytes);

    public static long HeaderAt(CacheHeader header) => LabelAt(header, header.Images);

    /// <returns>The first page of a cache whose header is that JSON.</returns>
    public static byte[] FirstPage(CacheHeader header, ReadOnlySpan<byte> json)
    {
        var page = new byte[FirstImage];
        Magic.CopyTo(page, 0);
        BinaryPrimitives.WriteInt32LittleEndian(page.AsSpan(8), Version);
        BinaryPrimitives.WriteInt32LittleEndian(page.AsSpan(12), json.Length);
        BinaryPrimitives.WriteInt64LittleEndian(page.AsSpan(16), HeaderAt(header));
        SHA256.HashData(json, page.AsSpan(24));
        return page;
    }

    /// <summary>Null: it is no cache, or a damaged one, or of another version.</summary>
    public static CacheHeader? Read(MappedBytes file)
    {
        if (file.Length < FirstImage)
        {
            return null;
        }

        var page = file.At(0, FirstImage);
        var length = BinaryPrimitives.ReadInt32LittleEndian(page[12..]);
        var at = BinaryPrimitives.ReadInt64LittleEndian(page[16..]);
        if (!page.StartsWith(Magic) || BinaryPrimitives.ReadInt32LittleEndian(page[8..]) != Version
            || length is <= 0 or > MaxHeaderBytes || at < FirstImage || at != file.Length - length)
        {
            return null;
        }

        var json = file.At(at, length);
        if (!SHA256.HashData(json).AsSpan().SequenceEqual(page.Slice(24, SHA256.HashSizeInBytes)))
        {
            return null;
        }

        try
        {
            return CacheHeader.FromJson(json) is var header && HeaderAt(header) == at ? header : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
