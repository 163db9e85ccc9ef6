using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;

namespace GanCluster.Node.Sets;

/// <summary>What tells whether a data set's files are those that they should be, however they were compressed.</summary>
internal static class SetDigest
{
    private const string Gzip = ".gz";

    /// <summary>
    /// The SHA-256, in lower-case hexadecimal, of what <c>sha256sum</c> prints for the files of a folder in ordinal order; of a .gz
    /// file what it holds counts. Hidden files don't.
    /// </summary>
    /// <exception cref="InvalidDataException">A .gz file is damaged.</exception>
    internal static string Of(string folder)
    {
        using var all = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var files = Directory.EnumerateFiles(folder)
            .Select(path => (Name: Plain(Path.GetFileName(path)), Path: path))
            .Where(file => !file.Name.StartsWith('.'))
            .OrderBy(file => file.Name, StringComparer.Ordinal);
        foreach (var (name, path) in files)
        {
            all.AppendData(Encoding.UTF8.GetBytes($"{OfFile(path)}  {name}\n"));
        }

        return Convert.ToHexStringLower(all.GetHashAndReset());
    }

    private static string OfFile(string path)
    {
        using var file = File.OpenRead(path);
        using Stream content = IsGzip(path) ? new GZipStream(file, CompressionMode.Decompress) : file;
        return Convert.ToHexStringLower(SHA256.HashData(content));
    }

    private static bool IsGzip(string name) => name.EndsWith(Gzip, StringComparison.Ordinal);

    private static string Plain(string name) => IsGzip(name) ? name[..^Gzip.Length] : name;
}
