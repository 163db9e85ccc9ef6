using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using GanCluster.Ops.Tests.Setup;

namespace GanCluster.Ops.Tests.Watched;

/// <summary>A <c>train</c> over nodes, or a worker that joins one. Disposing it kills what is left of it, and fails if children outlive
/// it.</summary>
internal sealed class TrainingRun : IDisposable
{
    private const int KillNow = 9;
    private static readonly TimeSpan Ending = TimeSpan.FromSeconds(10);

    private readonly Process _train;
    private readonly StringBuilder _said = new();

    private TrainingRun(Process train) => _train = train;

    internal string Said
    {
        get
        {
            lock (_said)
            {
                return _said.ToString();
            }
        }
    }

    internal bool HasEnded => _train.HasExited;

    /// <summary>The process ids of its worker nodes.</summary>
    internal IReadOnlyList<int> WorkerNodes => [.. Children(_train.Id).Where(id => Arguments(id).Contains("worker"))];

    internal static TrainingRun Start(string workingFolder, params string[] arguments) =>
        Start(NodeLibrary.Library, [], workingFolder, arguments);

    /// <param name="library">The program's.</param>
    /// <param name="arguments">The verb's name first.</param>
    internal static TrainingRun Start(
        string library, (string Name, string Value)[] environment, string workingFolder, params string[] arguments)
    {
        var start = new ProcessStartInfo(NodeLibrary.Host, [library, .. arguments])
        {
            WorkingDirectory = workingFolder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        var run = new TrainingRun(Process.Start(start)!);
        run._train.OutputDataReceived += (_, line) => run.Keep(line.Data);
        run._train.ErrorDataReceived += (_, line) => run.Keep(line.Data);
        run._train.BeginOutputReadLine();
        run._train.BeginErrorReadLine();
        return run;
    }

    /// <summary>SIGKILL.</summary>
    internal static void KillNode(int id) => Assert.Equal(0, Kill(id, KillNow));

    public void Dispose()
    {
        var children = Children(_train.Id);
        _train.Kill();
        _train.WaitForExit();
        _train.Dispose();
        var left = children.Where(child => !HasEndedWithin(child, Ending)).ToList();
        left.ForEach(child => _ = Kill(child, KillNow));
        Assert.Empty(left);
    }

    private void Keep(string? line)
    {
        lock (_said)
        {
            _said.AppendLine(line);
        }
    }

    /// <summary>A child node ends by itself when its parent does.</summary>
    private static bool HasEndedWithin(int id, TimeSpan time)
    {
        try
        {
            using var process = Process.GetProcessById(id);
            return process.WaitForExit(time);
        }
        catch (ArgumentException)
        {
            return true;
        }
    }

    private static IReadOnlyList<int> Children(int parent) =>
    [
        .. Directory.EnumerateDirectories("/proc")
            .Select(folder => int.TryParse(Path.GetFileName(folder), CultureInfo.InvariantCulture, out var id) ? id : 0)
            .Where(id => id > 0 && ParentOf(id) == parent),
    ];

    /// <summary>0 of what is gone or a zombie. proc(5): after the name, in brackets, come the state and the parent.</summary>
    private static int ParentOf(int id)
    {
        var stat = Read(id, "stat");
        var fields = stat[(stat.LastIndexOf(')') + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return fields is [not "Z", var parent, ..] ? int.Parse(parent, CultureInfo.InvariantCulture) : 0;
    }

    private static string[] Arguments(int id) => Read(id, "cmdline").Split('\0');

    private static string Read(int id, string file)
    {
        try
        {
            return File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{id}/{file}"));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }

    [DllImport("libc", EntryPoint = "kill")]
    private static extern int Kill(int process, int signal);
}
