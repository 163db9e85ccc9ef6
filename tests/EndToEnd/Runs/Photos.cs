using GanCluster.EndToEnd.Tests.Commands;
using GanCluster.Training.Images;

namespace GanCluster.EndToEnd.Tests.Runs;

/// <summary>Folders of small colour images in two classes, and a cache of their own, while it lives.</summary>
internal sealed class Photos : IDisposable
{
    private const string CacheVariable = "GANCLUSTER_CACHE";
    private readonly string? _cache = Environment.GetEnvironmentVariable(CacheVariable);

    public Photos() => Environment.SetEnvironmentVariable(CacheVariable, Folder.Below("cache"));

    public TemporaryFolder Folder { get; } = new();

    /// <summary>Twenty images of each class.</summary>
    /// <param name="factor">Another one makes other images.</param>
    /// <returns>The folder's path.</returns>
    internal string Write(string name, int factor = 1, params string[] classes)
    {
        foreach (var (label, one) in (classes.Length == 0 ? ["cat", "dog"] : classes).Index())
        {
            Directory.CreateDirectory(Folder.Below(name, one));
            for (var i = 0; i < 20; i++)
            {
                var (width, height) = (30 + i, 20 + (2 * label));
                var pixels = Enumerable.Range(0, width * height * 3).Select(p => (byte)(p * (i + 1 + (label * 50)) * factor));
                Png.Write(Folder.Below(name, one, $"{i:D2}.png"), new PixelImage(width, height, 3, [.. pixels]));
            }
        }

        return Folder.Below(name);
    }

    public void Dispose()
    {
        Environment.SetEnvironmentVariable(CacheVariable, _cache);
        Folder.Dispose();
    }
}
