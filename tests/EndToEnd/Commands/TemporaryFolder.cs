namespace GanCluster.EndToEnd.Tests.Commands;

internal sealed class TemporaryFolder : IDisposable
{
    internal string Path { get; } = Directory.CreateTempSubdirectory("gancluster-").FullName;

    internal string Below(params string[] names) => System.IO.Path.Combine([Path, .. names]);

    /// <summary>Writes a file, with the folders it needs.</summary>
    internal string Write(string name, string text)
    {
        var path = Below(name.Split('/'));
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        return path;
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
