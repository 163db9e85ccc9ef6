using GanCluster.Core;
using GanCluster.Core.Runs;
using GanCluster.Node.Native;

namespace GanCluster.Node.Runs;

/// <param name="Name">For folders and lists: the file's name without its extension.</param>
/// <param name="Source">The file's path, for errors.</param>
internal sealed record RunFile(string Name, string Source, string Json);

/// <summary>The runs that can be named: the files of cluster-config/runs.</summary>
internal sealed class RunCatalog
{
    private readonly string _folder;

    private RunCatalog(string folder)
    {
        _folder = folder;
    }

    internal IReadOnlyList<string> Names =>
    [
        .. Directory.EnumerateFiles(_folder, "*.json")
            .Select(file => Path.GetFileNameWithoutExtension(file))
            .Order(StringComparer.Ordinal),
    ];

    /// <param name="home">
    /// GANCLUSTER_HOME: the folder that holds cluster-config. Null or empty: look upward from <paramref name="start"/>.
    /// </param>
    /// <param name="start">The executable's folder.</param>
    /// <exception cref="UserInputException">There is no cluster-config/runs.</exception>
    internal static RunCatalog Locate(string? home, string start)
    {
        if (!string.IsNullOrEmpty(home))
        {
            return Directory.Exists(RunsBelow(home))
                ? new RunCatalog(RunsBelow(home))
                : throw new UserInputException(
                    $"GANCLUSTER_HOME is {home}, which has no cluster-config/runs; point it at a folder that has");
        }

        for (var folder = new DirectoryInfo(start); folder is not null; folder = folder.Parent)
        {
            if (Directory.Exists(RunsBelow(folder.FullName)))
            {
                return new RunCatalog(RunsBelow(folder.FullName));
            }
        }

        throw new UserInputException($"no cluster-config/runs above {start}; set GANCLUSTER_HOME to the folder that holds it");
    }

    /// <summary>As seen from this executable and its environment.</summary>
    internal static RunCatalog Here() =>
        Locate(Environment.GetEnvironmentVariable("GANCLUSTER_HOME"), AppContext.BaseDirectory);

    /// <summary>The path of a file of cluster-config.</summary>
    internal string Beside(string file) => Path.Combine(Path.GetDirectoryName(_folder)!, file);

    /// <param name="run">A name, or the path of a .json file.</param>
    /// <exception cref="UserInputException">No such run or file, or it can't be read.</exception>
    internal RunFile Read(string run)
    {
        var isPath = run.EndsWith(".json", StringComparison.Ordinal) || run.AsSpan().ContainsAny('/', '\\');
        if (!isPath && !Names.Contains(run, StringComparer.Ordinal))
        {
            var known = Names is [] ? $"{_folder} is empty" : $"the nearest is '{NearestName.Of(run, Names)}'";
            throw new UserInputException(
                $"unknown run '{run}'; {known}; known: {string.Join(", ", Names)}; or give a .json file");
        }

        var path = isPath ? run : Path.Combine(_folder, run + ".json");
        try
        {
            return new RunFile(Path.GetFileNameWithoutExtension(path), path, File.ReadAllText(path));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UserInputException($"can't read run file '{path}': {DiskErrors.Reason(e)}; give a readable .json file", e);
        }
    }

    private static string RunsBelow(string folder) => Path.Combine(folder, "cluster-config", "runs");
}
