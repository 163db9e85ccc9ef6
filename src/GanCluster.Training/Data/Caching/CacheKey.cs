using System.Security.Cryptography;
using System.Text;
using GanCluster.Training.Data.Folders;
using SkiaSharp;

namespace GanCluster.Training.Data.Caching;

/// <summary>What a cache was made from, as SHA-256 in lower-case hexadecimal: another key is another cache.</summary>
internal static class CacheKey
{
    /// <summary>Goes up when the same files and terms give other bytes.</summary>
    private const int Reader = 1;

    /// <param name="terms">To what the images were brought, as text.</param>
    public static string Of(string terms, FolderListing listing)
    {
        var text = new StringBuilder()
            .Append(Reader).Append('\n')
            .Append(typeof(SKCodec).Assembly.GetName().Version).Append('\n')
            .Append(terms).Append('\n');
        foreach (var file in listing.Files)
        {
            text.Append(file.Length).Append(' ').Append(file.Modified).Append(' ').Append(file.Name).Append('\0');
        }

        text.Append('\n').AppendJoin('\0', listing.Folders).Append('\n').AppendJoin('\0', listing.LeftOut);
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }
}
