using System.Diagnostics;
using System.Reflection;
using GanCluster.Node.Native;
using GanCluster.Node.Security;

namespace GanCluster.Node.Supervision;

/// <summary>A child process that ends when this one does. Disposing kills it if it still runs.</summary>
internal sealed class ChildNode : IDisposable
{
    /// <summary>A process that was killed is gone in milliseconds, unless a disk holds it.</summary>
    private static readonly TimeSpan Reaped = TimeSpan.FromSeconds(5);

    private readonly Process _process;

    private ChildNode(string name, Process process, string prefix)
    {
        (Name, _process, Prefix) = (name, process, prefix);
        Exit = End();
    }

    internal string Name { get; }

    /// <summary>What its lines have before them where others' are beside.</summary>
    internal string Prefix { get; }

    internal int Id => _process.Id;

    /// <summary>Its standard output, which has to be read, or it will wait for that.</summary>
    internal StreamReader Output => _process.StandardOutput;

    /// <summary>Its standard error, likewise, where it is its own.</summary>
    internal StreamReader Error => _process.StandardError;

    /// <summary>The exit code; 128 + the signal if one ended it.</summary>
    internal Task<int> Exit { get; }

    /// <summary>This executable with other arguments; its library where the executable is <c>dotnet</c>.</summary>
    /// <param name="program">The library, of those beside this one; null: <c>gancluster-node</c>.</param>
    /// <param name="secret">Of the nodes of the run; null: the environment's, or none.</param>
    /// <param name="ownError">Whether its standard error is not this process's.</param>
    internal static ChildNode Start(
        string name, IReadOnlyList<string> arguments, Assembly? program = null, string? secret = null, bool ownError = false)
    {
        var run = Program(program);
        var start = new ProcessStartInfo(run[0], [.. run.Skip(1), .. arguments]) { RedirectStandardError = ownError };
        if (secret is not null)
        {
            start.Environment[ClusterSecret.Variable] = secret;
        }

        return Start(name, start);
    }

    /// <summary>This executable; with its library where the executable is <c>dotnet</c>.</summary>
    internal static IReadOnlyList<string> Program(Assembly? program)
    {
        var running = Environment.ProcessPath!;
        var library = (program ?? typeof(ChildNode).Assembly).GetName().Name + ".dll";
        var isDotnet = Path.GetFileNameWithoutExtension(running) is "dotnet";
        return isDotnet ? [running, Path.Combine(AppContext.BaseDirectory, library)] : [running];
    }

    /// <param name="start">Its standard error stays as it is there; the child shares this process's unless told otherwise.</param>
    internal static ChildNode Start(string name, ProcessStartInfo start, string prefix = "")
    {
        start.RedirectStandardInput = true;
        start.RedirectStandardOutput = true;
        start.Environment[ParentWatch.Variable] = "1";
        return new ChildNode(name, Process.Start(start)!, prefix);
    }

    /// <summary>Says a line, which it hears by <see cref="ParentWatch"/>. One that has ended hears nothing.</summary>
    internal void Say(string line)
    {
        try
        {
            _process.StandardInput.WriteLine(line);
            _process.StandardInput.Flush();
        }
        catch (IOException)
        {
        }
    }

    /// <summary>Asks for a graceful end.</summary>
    internal void Terminate()
    {
        if (!_process.HasExited)
        {
            Signals.Terminate(_process.Id);
        }
    }

    internal void Kill()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }
    }

    public void Dispose()
    {
        Kill();
        Exit.Wait(Reaped);
        _process.Dispose();
    }

    private async Task<int> End()
    {
        await _process.WaitForExitAsync();
        return _process.ExitCode;
    }
}
