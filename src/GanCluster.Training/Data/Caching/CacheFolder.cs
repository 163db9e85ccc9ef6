using System.Security.Cryptography;
using System.Text;

namespace GanCluster.Training.Data.Caching;

/// <summary>
/// The caches of one folder of images, among others': SOURCE-KEY.images, where SOURCE stands for the images' path. A folder's
/// newest few are kept, since each run of other terms makes another.
/// </summary>
internal sealed class CacheFolder
{
    /// <summary>Of a folder of images.</summary>
    public const int Kept = 4;

    private const string Ending = ".images";
    private const string PartialEnding = ".partial";

    private readonly string _folder;
    private readonly string _source;

    /// <param name="images">The real path of the folder of images.</param>
    public CacheFolder(string folder, string images)
    {
        _folder = folder;
        _source = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(images)))[..16];
    }

    public string PathOf(string key) => Path.Combine(_folder, $"{_source}-{key[..32]}{Ending}");

    /// <summary>A name that no other process takes.</summary>
    public string NewPartial(string key) => $"{PathOf(key)}.{Guid.NewGuid():N}{PartialEnding}";

    /// <summary>Held by whoever makes a cache of these images; the system lets go of it when its process ends.</summary>
    /// <returns>Null: another process holds it.</returns>
    public FileStream? TryLock()
    {
        Directory.CreateDirectory(_folder);
        try
        {
            return new FileStream(
                Path.Combine(_folder, $"{_source}.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException e) when (IsHeld(e))
        {
            return null;
        }
    }

    /// <summary>Removes these images' oldest caches, and what was broken off: to be called under the lock.</summary>
    public void Tidy(string key)
    {
        var kept = PathOf(key);
        var old = new DirectoryInfo(_folder).GetFiles($"{_source}-*{Ending}")
            .Where(file => file.FullName != Path.GetFullPath(kept))
            .OrderByDescending(file => file.LastWriteTimeUtc).Skip(Kept - 1);
        foreach (var file in old)
        {
            TryDelete(file.FullName);
        }

        foreach (var file in Directory.EnumerateFiles(_folder, $"{_source}-*{PartialEnding}"))
        {
            TryDelete(file);
        }
    }

    /// <summary>A sharing violation: as Windows, Linux and macOS number it.</summary>
    private static bool IsHeld(IOException e) => (OperatingSystem.IsWindows(), e.HResult) switch
    {
        (true, var code) => code == unchecked((int)0x80070020),
        (false, var code) => code == (OperatingSystem.IsMacOS() ? 35 : 11),
    };

    private static void TryDelete(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Where a file in use can't be removed it goes another time.
        }
    }
}
