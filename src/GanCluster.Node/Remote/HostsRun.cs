using GanCluster.Core;
using GanCluster.Node.Commands;
using GanCluster.Node.Options;
using GanCluster.Node.Runs;
using GanCluster.Node.Security;
using GanCluster.Node.Supervision;

namespace GanCluster.Node.Remote;

/// <summary>A run with its coordinator here and a worker node on each of other machines. Secret and certificate are made for it, and
/// go there over ssh alone.</summary>
internal sealed class HostsRun(CommandContext context, HostsOptions hosts)
{
    private readonly Ssh _ssh = new(hosts.Ssh);

    /// <param name="relayed">Gets what the coordinator prints.</param>
    internal async Task<int> Run(TrainOptions options, TextWriter relayed, CancellationToken stop)
    {
        var reached = await Task.WhenAll(hosts.Names.Select(name => _ssh.HostOf(name, stop)));
        var own = hosts.Address ?? RemoteHost.Own(reached);
        var machines = RemoteHost.Of(hosts.Names, reached, own);
        var program = hosts.Program ?? string.Join(' ', ChildNode.Program(context.Program).Select(Ssh.Quoted));
        await Task.WhenAll(machines.Select(machine => Check(machine, program, stop)));
        RunData.Ready(options.Run, context.Parts, CommandContext.Progress(), stop);

        using var keys = NodeKeys.Make(context.Time.GetUtcNow());
        var supervisor = new Supervisor(
            relayed,
            context.Error,
            (name, arguments) => ChildNode.Start(
                name, [.. arguments, $"--host={own}", $"--certificate={keys.File}"], context.Program, keys.Secret),
            SupervisionTimes.Default,
            startWorker: place => Worker(options, machines[place], program, keys));
        return await supervisor.Run(options with { Nodes = machines.Count }, stop);
    }

    private ChildNode Worker(TrainOptions options, RemoteHost machine, string program, NodeKeys keys)
    {
        var node = _ssh.Start(machine, program, NodeArguments.RemoteWorker(options, machine.Address));
        node.Say(keys.Line);
        return node;
    }

    /// <summary>Before anything starts; where it is a checkout's script, it sets itself up meanwhile.</summary>
    /// <exception cref="UserInputException">It does not start there.</exception>
    private async Task Check(RemoteHost machine, string program, CancellationToken stop)
    {
        var (code, said) = await _ssh.Run(machine.Name, $"{program} --version", stop);
        if (code != 0)
        {
            var fix = code == 255
                ? $"`{hosts.Ssh} {machine.Name}` must work without a password"
                : "GanCluster must be there; --remote says where";
            throw new UserInputException($"{machine.Name}: `{program} --version` ended with exit code {code} ({said}): {fix}");
        }
    }
}
