using GanCluster.Core;
using GanCluster.Node.Native;

namespace GanCluster.Node.Runs;

/// <summary>A run's folder that exists, can be written and is this process's alone until disposed.</summary>
internal sealed class RunFolder : IDisposable
{
    private const int ProbeBytes = 64 * 1024;

    private readonly FileStream _lock;

    private RunFolder(string path, FileStream held)
    {
        Path = path;
        _lock = held;
    }

    /// <summary>Absolute.</summary>
    internal string Path { get; }

    /// <summary>Whether anything of a run lies in the folder.</summary>
    internal static bool HoldsRun(string path) =>
        File.Exists(System.IO.Path.Combine(path, "summary.json"))
        || File.Exists(System.IO.Path.Combine(path, "run.db"))
        || Directory.Exists(System.IO.Path.Combine(path, "checkpoints"));

    /// <summary>Makes the folder and tries it out; folders that it made are gone again when that fails.</summary>
    /// <exception cref="UserInputException">It can't be made or written, or another process has it.</exception>
    internal static RunFolder Open(string path)
    {
        var full = System.IO.Path.GetFullPath(path);
        var made = Missing(full);
        if (made.Find(File.Exists) is { } file)
        {
            throw new UserInputException($"'{file}' is a file, not a folder; choose another --out");
        }

        try
        {
            Directory.CreateDirectory(full);
            return new RunFolder(full, Hold(full));
        }
        catch (IOException e) when (DiskErrors.IsInUse(e))
        {
            throw new UserInputException($"another process is training in '{path}'; wait for it or choose another --out", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Remove(made);
            throw new UserInputException($"can't write to '{path}': {DiskErrors.Reason(e)}; choose another --out", e);
        }
    }

    public void Dispose() => _lock.Dispose();

    // The lock is the probe: some kilobytes show a full disk. It lasts as long as the process, however that ends.
    private static FileStream Hold(string folder)
    {
        var held = new FileStream(
            System.IO.Path.Combine(folder, "run.lock"),
            FileMode.OpenOrCreate,
            FileAccess.ReadWrite,
            FileShare.None,
            bufferSize: 0,
            FileOptions.DeleteOnClose);
        try
        {
            held.Write(new byte[ProbeBytes]);
            held.SetLength(0);
            return held;
        }
        catch (IOException)
        {
            held.Dispose();
            throw;
        }
    }

    // The folders that have to be made, innermost first.
    private static List<string> Missing(string path)
    {
        var missing = new List<string>();
        for (var folder = path; folder is not null && !Directory.Exists(folder); folder = System.IO.Path.GetDirectoryName(folder))
        {
            missing.Add(folder);
        }

        return missing;
    }

    private static void Remove(List<string> folders)
    {
        foreach (var folder in folders.Where(Directory.Exists))
        {
            Directory.Delete(folder);
        }
    }
}
