using GanCluster.Node.Native;

namespace GanCluster.Node.Supervision;

/// <summary>
/// The coordinators of a run over processes of this machine, as one: of several any minority may be lost. What the one prints that
/// coordinated to the end stands for all.
/// </summary>
internal sealed class CoordinatorProcesses : IDisposable
{
    private readonly IReadOnlyList<ChildNode> _nodes;
    private readonly TextWriter _error;
    private readonly TimeSpan _ending;
    private readonly Task<string?>[] _first;
    private Task<string>[] _rest = [];
    private volatile bool _begun;

    /// <param name="error">Told of one that ended early.</param>
    /// <param name="ending">What the others have to end in once one has ended in order.</param>
    internal CoordinatorProcesses(IReadOnlyList<ChildNode> nodes, TextWriter error, TimeSpan ending)
    {
        (_nodes, _error, _ending) = (nodes, error, ending);
        _first = [.. nodes.Select(node => node.Output.ReadLineAsync(CancellationToken.None).AsTask())];
        Exit = nodes.Count == 1 ? nodes[0].Exit : End();
    }

    /// <summary>When the run can't go on: of one, its exit code; of several, 0 if one has ended in order.</summary>
    internal Task<int> Exit { get; }

    /// <summary>Of several, the one whose word stands for all; known once they have ended.</summary>
    internal int Last { get; private set; }

    /// <summary>Where they listen, with commas between; else what one says that has nothing to do, or that can't begin.</summary>
    internal async Task<(bool Listen, string? Line)> Begin()
    {
        var lines = await Task.WhenAll(_first);
        foreach (var line in lines)
        {
            if (line is null || !line.StartsWith(Supervisor.ListeningPrefix, StringComparison.Ordinal))
            {
                return (false, line);
            }
        }

        _begun = true;
        return (true, string.Join(',', lines.Select(line => line![Supervisor.ListeningPrefix.Length..])));
    }

    /// <summary>Hands on what is printed from here on; of several, once they have ended.</summary>
    /// <param name="first">What was read before.</param>
    internal async Task Relay(TextWriter to, string? first = null)
    {
        if (_nodes.Count == 1)
        {
            for (var line = first ?? await _nodes[0].Output.ReadLineAsync(); line is not null; line = await _nodes[0].Output.ReadLineAsync())
            {
                await to.WriteLineAsync(line);
            }

            return;
        }

        _rest = [.. _nodes.Select(node => node.Output.ReadToEndAsync())];
        await Exit;
        var said = await Task.WhenAll(_rest);
        Last = Enumerable.Range(0, said.Length)
            .FirstOrDefault(i => _nodes[i].Exit is { IsCompletedSuccessfully: true, Result: ExitCodes.Done } && said[i].Length > 0);
    }

    internal void Terminate()
    {
        foreach (var node in _nodes)
        {
            node.Terminate();
        }
    }

    internal void Kill()
    {
        foreach (var node in _nodes)
        {
            node.Kill();
        }
    }

    public void Dispose()
    {
        foreach (var node in _nodes)
        {
            node.Dispose();
        }
    }

    private async Task<int> End()
    {
        var lost = 0;
        await foreach (var ended in Task.WhenEach(_nodes.Select(Ended)))
        {
            var (node, code) = await ended;
            if (code == ExitCodes.Done)
            {
                return await EndAll(ExitCodes.Done);
            }

            lost++;
            if (!_begun || lost > _nodes.Count / 2)
            {
                return await EndAll(code);
            }

            await _error.WriteLineAsync($"{node.Name} (process {node.Id}) ended with exit code {code}; the others go on");
        }

        return ExitCodes.Failed;
    }

    /// <summary>They end by themselves once the run has.</summary>
    private async Task<int> EndAll(int code)
    {
        var all = Task.WhenAll(_nodes.Select(node => node.Exit));
        if (code != ExitCodes.Done)
        {
            Terminate();
        }

        await Task.WhenAny(all, Task.Delay(_ending));
        Kill();
        await all;
        return code;
    }

    private static async Task<(ChildNode Node, int Code)> Ended(ChildNode node) => (node, await node.Exit);
}
