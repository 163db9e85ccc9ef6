using System.Reflection;
using GanCluster.Core;
using GanCluster.Node.Http;
using GanCluster.Node.Options;
using GanCluster.Node.Security;
using GanCluster.Node.Supervision;

namespace GanCluster.Node.Remote;

/// <summary>A run with its coordinator here and a worker node on each of other machines. Secret and certificate are made for it,
/// and go there over ssh alone.</summary>
/// <param name="program">What nodes run; null: <c>gancluster-node</c>.</param>
internal sealed class HostsRun(HostsOptions hosts, Assembly? program, TextWriter error, TimeProvider time)
{
    /// <summary>After that it is told what is waited for.</summary>
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(15);

    private readonly Ssh _ssh = new(hosts.Ssh);

    /// <param name="readData">Called once the machines are known to be there.</param>
    /// <param name="relayed">Gets what the coordinator prints.</param>
    internal async Task<int> Run(TrainOptions options, Action readData, TextWriter relayed, CancellationToken stop)
    {
        NodeTelemetry.CheckEnvironment();
        var reached = await Task.WhenAll(hosts.Names.Select(name => _ssh.HostOf(name, stop)));
        var own = hosts.Address ?? RemoteHost.Own(reached);
        var machines = RemoteHost.Of(hosts.Names, reached, own);
        var theirs = hosts.Program ?? string.Join(' ', ChildNode.Program(program).Select(Ssh.Quoted));
        await CheckAll(machines, theirs, stop);
        readData();

        using var keys = NodeKeys.Make(time.GetUtcNow());
        var supervisor = new Supervisor(
            relayed,
            error,
            (name, arguments) => ChildNode.Start(
                name, [.. arguments, $"--host={own}", $"--certificate={keys.File}"], program, keys.Secret),
            SupervisionTimes.Default,
            startWorker: place => Worker(options, machines[place], theirs, keys));
        return await supervisor.Run(options with { Nodes = machines.Count }, stop);
    }

    private ChildNode Worker(TrainOptions options, RemoteHost machine, string command, NodeKeys keys)
    {
        var node = _ssh.Start(machine, command, NodeArguments.RemoteWorker(options, machine.Address));
        node.Say(keys.Line);
        return node;
    }

    private async Task CheckAll(IReadOnlyList<RemoteHost> machines, string command, CancellationToken stop)
    {
        var all = Task.WhenAll(machines.Select(machine => Check(machine, command, stop)));
        if (await Task.WhenAny(all, Task.Delay(Quiet, time, stop)) != all && !stop.IsCancellationRequested)
        {
            await error.WriteLineAsync(
                $"waits for {string.Join(", ", machines.Select(machine => machine.Name))}: "
                    + "a checkout sets itself up there, which takes minutes the first time");
        }

        await all;
    }

    /// <summary>Before anything starts; where it is a checkout's script, it sets itself up meanwhile.</summary>
    /// <exception cref="UserInputException">It does not start there.</exception>
    private async Task Check(RemoteHost machine, string command, CancellationToken stop)
    {
        var (code, said) = await _ssh.Run(machine.Name, $"{command} --version", stop);
        if (code != 0)
        {
            var fix = code == 255
                ? $"`{hosts.Ssh} {machine.Name}` must work without a password"
                : "GanCluster must be there; --remote says where";
            throw new UserInputException($"{machine.Name}: `{command} --version` ended with exit code {code} ({said}): {fix}");
        }
    }
}
