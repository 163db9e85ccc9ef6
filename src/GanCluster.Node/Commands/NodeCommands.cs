using System.CommandLine;
using GanCluster.Core;
using GanCluster.Node.Options;

namespace GanCluster.Node.Commands;

/// <summary>For clusters over processes or machines: <c>coordinator</c>, <c>worker</c> and <c>certificate</c>.</summary>
internal static class NodeCommands
{
    internal static Command Coordinator(ICommandHandlers handlers)
    {
        var workers = OptionOf.Whole("--workers", "N", "The first round waits for so many workers.", 1, 65_536, 1);
        var timeout = OptionOf.Whole(
            "--join-timeout", "T", "After T seconds it begins with those that are there. Otherwise it waits.", 1, 86_400);
        var address = new AddressGroup("0: any free one. Otherwise 4053 or the next free one.");
        var run = new RunGroup();
        var command = new Command("coordinator", "Runs a coordinator node, which worker nodes join.") { workers, timeout };
        address.AddTo(command);
        run.AddTo(command);
        command.SetAction((parsed, stop) => handlers.Coordinator(
            new CoordinatorOptions(
                run.Read(parsed),
                parsed.GetValue(workers)!.Value,
                parsed.GetValue(timeout) is { } seconds ? TimeSpan.FromSeconds(seconds) : null,
                address.Read(parsed)),
            stop));
        return command;
    }

    internal static Command Worker(ICommandHandlers handlers)
    {
        var join = OptionOf.Text(
            "--join", "HOST:PORT", "The coordinator, as it says where it listens.", "HOST:PORT", Endpoint.Parse);
        join.Required = true;
        var devices = OptionOf.Text(
            "--devices", "LIST", "A worker each: cpu:2,cuda:0 is two on the processor and one on a GPU. Otherwise cpu:1.",
            "a list as cpu:2,cuda:0,cuda:1 of at most 256 workers, each GPU once", DeviceList.Parse);
        devices.Arity = ArgumentArity.ExactlyOne;
        var timeout = OptionOf.Whole("--join-timeout", "T", "Give up joining after T seconds.", 1, 86_400, 60);
        var run = OptionOf.Path("--run", "RUN", "Refuse to work for another configuration than this one's.");
        var seed = SharedOptions.Seed("That configuration's seed.");
        var set = SharedOptions.Set();
        var http = SharedOptions.Http("Otherwise any free port.");
        var address = new AddressGroup("0: any free one.");
        var command = new Command("worker", "Runs a worker node, which joins a coordinator.")
        {
            join, devices, timeout, run, seed, set, http,
        };
        address.AddTo(command);
        SharedOptions.OnlyWith(command, run, seed, set);
        command.SetAction((parsed, stop) => handlers.Worker(
            new WorkerNodeOptions(
                parsed.GetRequiredValue(join)!,
                parsed.GetValue(devices) ?? ["cpu"],
                address.Read(parsed),
                TimeSpan.FromSeconds(parsed.GetValue(timeout)!.Value),
                parsed.GetValue(run),
                parsed.GetValue(seed),
                parsed.GetValue(set) ?? [],
                parsed.GetValue(http)),
            stop));
        return command;
    }

    internal static Command Certificate(ICommandHandlers handlers)
    {
        var file = OptionOf.Path("--out", "FILE.pfx", "Where it goes. Otherwise gancluster.pfx.");
        var command = new Command("certificate", "Makes the certificate that the nodes of a cluster share.") { file };
        command.SetAction((parsed, stop) =>
            handlers.Certificate(new CertificateOptions(parsed.GetValue(file) ?? "gancluster.pfx"), stop));
        return command;
    }
}
