using System.Globalization;
using System.Text;
using GanCluster.EndToEnd.Tests.Runs;

namespace GanCluster.EndToEnd.Tests.Nodes;

/// <summary>A process that carries a test's mark in its environment, as do all that it starts.</summary>
/// <param name="Command">GanCluster's: <c>train</c>, <c>coordinator</c>, <c>worker</c>.</param>
internal sealed record MarkedProcess(int Id, string Command)
{
    internal const string Variable = "GANCLUSTER_TEST_MARK";

    /// <summary>In order of their start, zombies left out.</summary>
    internal static IReadOnlyList<MarkedProcess> All(string mark)
    {
        var entry = Encoding.UTF8.GetBytes($"\0{Variable}={mark}\0");
        return
        [
            .. Directory.EnumerateDirectories("/proc")
                .Select(folder => int.TryParse(Path.GetFileName(folder), CultureInfo.InvariantCulture, out var id) ? id : 0)
                .Where(id => id > 0 && "\0"u8.ToArray().Concat(Read(id, "environ")).ToArray().AsSpan().IndexOf(entry) >= 0)
                .Order()
                .Select(id => new MarkedProcess(id, CommandOf(id))),
        ];
    }

    internal void Signal(int signal) => NodeProcess.Signal(Id, signal);

    internal bool HasLoaded(string library) =>
        Encoding.UTF8.GetString(Read(Id, "maps")).Contains(library, StringComparison.Ordinal);

    private static string CommandOf(int id)
    {
        var arguments = Encoding.UTF8.GetString(Read(id, "cmdline")).Split('\0');
        return arguments.SkipWhile(a => !a.EndsWith(".dll", StringComparison.Ordinal)).Skip(1).FirstOrDefault("");
    }

    /// <summary>Nothing of a process that is gone, a zombie or another user's.</summary>
    private static byte[] Read(int id, string file)
    {
        try
        {
            return File.ReadAllBytes(string.Create(CultureInfo.InvariantCulture, $"/proc/{id}/{file}"));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }
}
