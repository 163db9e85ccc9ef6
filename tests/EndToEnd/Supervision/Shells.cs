using System.Collections.Concurrent;
using System.Diagnostics;
using GanCluster.Node.Options;
using GanCluster.Node.Supervision;

namespace GanCluster.EndToEnd.Tests.Supervision;

/// <summary>A supervised run whose nodes are shells: the first script is the coordinator's, the others the workers'.</summary>
internal sealed class Shells : IDisposable
{
    internal static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);

    private readonly StringWriter _output = new() { NewLine = "\n" };
    private readonly StringWriter _errorText = new() { NewLine = "\n" };
    private readonly TextWriter _error;
    private readonly ConcurrentQueue<int> _processes = new();
    private readonly string[] _scripts;

    internal Shells(params string[] scripts)
    {
        _scripts = scripts;
        _error = TextWriter.Synchronized(_errorText);
        Options = new(new RunOptions("ring8", null, null, null, null, null, false, [], false), scripts.Length - 1, 1);
    }

    /// <summary>Long enough for every test that does not shorten them.</summary>
    internal SupervisionTimes Times { get; init; } = new(Deadline, Deadline, Deadline, Deadline);

    internal TrainOptions Options { get; set; }

    /// <summary>The command line of each node, in the order of their start.</summary>
    internal ConcurrentQueue<string> Commands { get; } = new();

    internal string Output => _output.ToString();

    internal string Error
    {
        get
        {
            // What a synchronized writer locks.
            lock (_error)
            {
                return _errorText.ToString();
            }
        }
    }


    /// <summary>Runs it to its end, and checks that no node is left.</summary>
    internal async Task<int> Run(CancellationToken stop = default)
    {
        var code = await new Supervisor(_output, _error, Start, Times).Run(Options, stop)
            .WaitAsync(Deadline, CancellationToken.None);
        Assert.All(_processes, id => Assert.False(Directory.Exists($"/proc/{id}"), $"process {id} is left"));
        return code;
    }

    public void Dispose()
    {
        _output.Dispose();
        _error.Dispose();
        _errorText.Dispose();
    }

    private ChildNode Start(string name, IReadOnlyList<string> arguments)
    {
        var script = _scripts[_processes.Count];
        Commands.Enqueue(string.Join(' ', arguments));
        var child = ChildNode.Start(name, new ProcessStartInfo("/bin/sh", ["-c", script]));
        _processes.Enqueue(child.Id);
        return child;
    }
}
