using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace GanCluster.EndToEnd.Tests.Runs;

/// <summary>The node's executable as a child of this process; killed if the test leaves it running.</summary>
internal sealed class NodeProcess : IDisposable
{
    internal const int Interrupt = 2;
    internal const int KillNow = 9;
    internal const int Terminate = 15;
    internal const int Continue = 18;
    internal const int Halt = 19;

    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    internal static readonly string Host = Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";
    internal static readonly string Library = Path.Combine(AppContext.BaseDirectory, "gancluster-node.dll");

    private readonly Process _process;
    private readonly Task<string> _output;
    private readonly Task<string> _error;
    private bool _isDisposed;

    private NodeProcess(Process process)
    {
        _process = process;
        _output = process.StandardOutput.ReadToEndAsync();
        _error = process.StandardError.ReadToEndAsync();
    }

    internal static async Task<Ran> Run(string workingFolder, params string[] arguments)
    {
        using var node = Start(workingFolder, new Dictionary<string, string>(), arguments);
        return await node.Exit();
    }

    internal static NodeProcess Start(
        string workingFolder, IReadOnlyDictionary<string, string> environment, params string[] arguments) =>
        Start(new ProcessStartInfo(Host, [Library, .. arguments]) { WorkingDirectory = workingFolder }, environment);

    /// <param name="start">Of the executable, or of a command that ends in its place.</param>
    internal static NodeProcess Start(ProcessStartInfo start, IReadOnlyDictionary<string, string> environment)
    {
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        start.RedirectStandardInput = true;
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        return new NodeProcess(Process.Start(start)!);
    }

    /// <summary>The end of its standard input, as when this process dies.</summary>
    internal void CloseInput() => _process.StandardInput.Close();

    internal void Signal(int signal) => Signal(_process.Id, signal);

    internal static void Signal(int process, int signal) => Assert.Equal(0, Kill(process, signal));

    /// <summary>SIGKILL.</summary>
    internal void Kill() => _process.Kill();

    internal async Task<Ran> Exit(TimeSpan? within = null)
    {
        using var late = new CancellationTokenSource(within ?? Deadline);
        await _process.WaitForExitAsync(late.Token);
        return new Ran(_process.ExitCode, await _output.WaitAsync(late.Token), await _error.WaitAsync(late.Token));
    }

    /// <summary>Returns when the run in a folder has that many checkpoints.</summary>
    internal async Task Checkpoints(string folder, int count)
    {
        var checkpoints = Path.Combine(folder, "checkpoints");
        await Until(
            () =>
            {
                Assert.False(_process.HasExited, "the run ended before its checkpoints were seen");
                return Directory.Exists(checkpoints) && Directory.GetDirectories(checkpoints, "step-*").Length >= count;
            },
            $"{count} checkpoints");
    }

    /// <param name="by">Who is to bring it about: in vain, they are killed, and what they said is told.</param>
    internal static Task Until(Func<bool> condition, string awaited, params IReadOnlyList<NodeProcess> by) =>
        Until(Deadline, condition, awaited, by);

    /// <inheritdoc cref="Until(Func{bool}, string, IReadOnlyList{NodeProcess})"/>
    internal static async Task Until(TimeSpan within, Func<bool> condition, string awaited, params IReadOnlyList<NodeProcess> by)
    {
        using var late = new CancellationTokenSource(within);
        using var soon = new PeriodicTimer(TimeSpan.FromMilliseconds(5));
        while (!condition())
        {
            if (late.IsCancellationRequested)
            {
                Assert.Fail($"waited in vain for {awaited}{await LastWords(by)}");
            }

            await soon.WaitForNextTickAsync(CancellationToken.None);
        }
    }

    /// <summary>Kills them, and tells what each has said.</summary>
    internal static async Task<string> LastWords(IReadOnlyList<NodeProcess> nodes)
    {
        foreach (var node in nodes)
        {
            node.Dispose();
        }

        var said = await Task.WhenAll(nodes.Select(node => node._error.WaitAsync(Deadline)));
        return string.Concat(said.Select((text, i) => string.Create(CultureInfo.InvariantCulture, $"\nnode {i + 1} said\n{text}")));
    }

    public void Dispose()
    {
        if (_isDisposed)
        {
            return;
        }

        _isDisposed = true;
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        _process.Dispose();
    }

    [DllImport("libc", EntryPoint = "kill")]
    private static extern int Kill(int process, int signal);
}
