using System.Buffers.Binary;
using GanCluster.Training.Data.Caching;
using GanCluster.Training.Data.Folders;

namespace GanCluster.Training.Data;

/// <summary>Which part of a folder's images.</summary>
public enum ImageSplit
{
    Train,
    HeldOut,
}

/// <summary>A folder's images, all of one size, in a file that the system maps into memory. Threads may read at once.</summary>
public sealed class PreparedImages : IDisposable
{
    private readonly MappedBytes _file;
    private readonly CacheHeader _header;

    private PreparedImages(MappedBytes file, CacheHeader header) => (_file, _header) = (file, header);

    /// <summary>Images to train on.</summary>
    public int Count => _header.Train;

    public int HeldOutCount => _header.HeldOut;

    /// <summary>1 if every image is grey in every pixel, else 3.</summary>
    public int Channels => _header.Channels;

    public int Height => _header.Height;

    public int Width => _header.Width;

    /// <summary>By label, in ordinal order; empty if the images have no classes.</summary>
    public IReadOnlyList<string> ClassNames => _header.ClassNames;

    public SourceFacts Facts => _header.Facts;

    /// <summary>Null: it is missing, damaged, or of another key.</summary>
    internal static PreparedImages? TryOpen(string path, string key)
    {
        try
        {
            var file = new MappedBytes(path);
            if (CacheLayout.Read(file) is { } header && header.Key == key)
            {
                return new PreparedImages(file, header);
            }

            file.Dispose();
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>(C, H, W); not to be used after <see cref="Dispose"/>.</summary>
    public ReadOnlySpan<byte> Pixels(ImageSplit split, long index) =>
        _file.At(CacheLayout.ImageAt(_header, Place(split, index)), _header.ImageBytes);

    /// <summary>Of <see cref="ClassNames"/>.</summary>
    public int LabelOf(ImageSplit split, long index) => ClassNames.Count > 0
        ? BinaryPrimitives.ReadInt32LittleEndian(_file.At(CacheLayout.LabelAt(_header, Place(split, index)), sizeof(int)))
        : throw new InvalidOperationException("the data has no labels");

    /// <summary>
    /// In lower-case hexadecimal, over each training image's bytes (C, H, W) in order and, with labels, after each its label as a
    /// little-endian 32-bit number: where the files lie, how they are called within their class and which format holds the
    /// same pixels play no part.
    /// </summary>
    public string Sha256(bool withLabels) => withLabels ? _header.LabelledSha256 : _header.Sha256;

    public void Dispose() => _file.Dispose();

    private long Place(ImageSplit split, long index)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, split == ImageSplit.Train ? Count : HeldOutCount);
        return split == ImageSplit.Train ? index : Count + index;
    }
}
