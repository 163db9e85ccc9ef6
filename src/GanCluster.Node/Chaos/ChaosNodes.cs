using System.Globalization;
using GanCluster.Node.Native;
using GanCluster.Node.Options;
using GanCluster.Node.Supervision;

namespace GanCluster.Node.Chaos;

/// <summary>The nodes of a run, as processes that can be started, struck and watched. Disposing kills them.</summary>
/// <param name="training">Has a place for each coordinator.</param>
/// <param name="start">Starts a node by its name and its command line; its error is its own.</param>
/// <param name="log">Gets what nodes say, a line each with the time and the node's name.</param>
internal sealed class ChaosNodes(
    TrainOptions training, Func<string, IReadOnlyList<string>, ChildNode> start, TextWriter log, TimeProvider time) : IDisposable
{
    private readonly TextWriter _log = TextWriter.Synchronized(log);
    private readonly List<ChaosNode> _workers = [];
    private readonly ChaosNode?[] _coordinators = new ChaosNode?[training.Coordinators];
    private readonly List<ChildNode> _all = [];
    private readonly List<Task> _heard = [];

    internal IEnumerable<ChaosNode> Workers => _workers.Where(w => w.Lives);

    /// <summary>By their place in the list.</summary>
    internal IEnumerable<(int Place, ChaosNode Node)> Coordinators => _coordinators.Select((node, place) => (place, node))
        .Where(c => c.node is { Lives: true }).Select(c => (c.place, c.node!));

    /// <summary>Those that ended although nobody had struck them.</summary>
    internal IEnumerable<ChaosNode> EndedByThemselves => _workers.Concat(Coordinators.Select(c => c.Node))
        .Where(node => node.State is not ChaosState.Gone and not ChaosState.Leaving && node.Process.Exit.IsCompleted);

    internal ChaosNode StartWorker()
    {
        var number = _workers.Count + 1;
        var node = Started(string.Create(CultureInfo.InvariantCulture, $"worker-node-{number}"), NodeArguments.Worker(training, number - 1));
        node.Process.Say(training.Peers!.ToString());
        _workers.Add(node);
        return node;
    }

    /// <param name="again">With what it has on its disk.</param>
    internal ChaosNode StartCoordinator(int place, bool again)
    {
        var options = training with { Run = training.Run with { Resume = again } };
        var node = Started(string.Create(CultureInfo.InvariantCulture, $"coordinator-{place + 1}"), NodeArguments.Coordinator(options, place));
        _coordinators[place] = node;
        return node;
    }

    internal static void Kill(ChaosNode node)
    {
        node.State = ChaosState.Gone;
        node.Process.Kill();
    }

    internal static void Halt(ChaosNode node)
    {
        node.State = ChaosState.Halted;
        Signals.Halt(node.Process.Id);
    }

    internal static void Continue(ChaosNode node)
    {
        node.State = ChaosState.Coming;
        Signals.Continue(node.Process.Id);
    }

    internal static void Drain(ChaosNode node)
    {
        node.State = ChaosState.Leaving;
        node.Process.Terminate();
    }

    internal void Log(string line) => _log.WriteLine(
        string.Create(CultureInfo.InvariantCulture, $"{time.GetUtcNow():HH:mm:ss.fff} {line}"));

    /// <summary>Once all have ended, or the time is over.</summary>
    internal async Task Ended(TimeSpan within, CancellationToken stop)
    {
        var all = Task.WhenAll(Workers.Concat(Coordinators.Select(c => c.Node)).Select(node => node.Process.Exit));
        await Task.WhenAny(all, Task.Delay(within, stop));
    }

    public void Dispose()
    {
        // Their last words first, which end with them.
        _all.ForEach(process => process.Kill());
        Task.WhenAll(_heard).Wait(TimeSpan.FromSeconds(5));
        _all.ForEach(process => process.Dispose());
    }

    private ChaosNode Started(string name, IReadOnlyList<string> arguments)
    {
        var process = start(name, arguments);
        _all.Add(process);
        var node = new ChaosNode(name, process);
        _heard.Add(Hear(node, process.Output));
        _heard.Add(Hear(node, process.Error));
        return node;
    }

    private async Task Hear(ChaosNode node, StreamReader from)
    {
        while (await from.ReadLineAsync() is { } line)
        {
            Log($"{node.Name}: {line}");
            if (line.StartsWith(Supervisor.JoinedPrefix, StringComparison.Ordinal))
            {
                node.Worker = line[Supervisor.JoinedPrefix.Length..];
            }
        }
    }
}
