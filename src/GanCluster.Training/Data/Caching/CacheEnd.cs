using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Microsoft.Win32.SafeHandles;

namespace GanCluster.Training.Data.Caching;

/// <summary>
/// What completes a cache once its images are in the file: those that are all grey lose the planes that say the same, digests are
/// taken over the bytes as they are, and labels, header and first page are written.
/// </summary>
internal sealed class CacheEnd(SafeFileHandle file, CacheHeader header, int[] labels)
{
    /// <param name="channels">Of the images in the file.</param>
    public void Write(int channels, CancellationToken stop)
    {
        var whole = Digested(channels, stop);
        if (!BitConverter.IsLittleEndian)
        {
            throw new PlatformNotSupportedException("caches are written by little-endian machines");
        }

        var json = whole.ToJson();
        RandomAccess.SetLength(file, CacheLayout.HeaderAt(whole) + json.Length);
        RandomAccess.Write(file, MemoryMarshal.AsBytes<int>(labels), CacheLayout.LabelAt(whole, 0));
        RandomAccess.Write(file, json, CacheLayout.HeaderAt(whole));
        RandomAccess.Write(file, CacheLayout.FirstPage(whole, json), 0);
    }

    private CacheHeader Digested(int channels, CancellationToken stop)
    {
        using var plain = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        using var labelled = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var image = new byte[channels * header.Height * header.Width];
        var kept = image.AsSpan(0, header.ImageBytes);
        for (var i = 0; i < header.Images; i++)
        {
            stop.ThrowIfCancellationRequested();
            if (RandomAccess.Read(file, image, CacheLayout.FirstImage + ((long)i * image.Length)) != image.Length)
            {
                throw new EndOfStreamException("the images' file was cut");
            }

            if (kept.Length < image.Length)
            {
                RandomAccess.Write(file, kept, CacheLayout.ImageAt(header, i));
            }

            if (i < header.Train)
            {
                plain.AppendData(kept);
                labelled.AppendData(kept);
                labelled.AppendData(MemoryMarshal.AsBytes(labels.AsSpan(i, 1)));
            }
        }

        return header with
        {
            Sha256 = Convert.ToHexStringLower(plain.GetHashAndReset()),
            LabelledSha256 = Convert.ToHexStringLower(labelled.GetHashAndReset()),
        };
    }
}
