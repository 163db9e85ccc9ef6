using System.CommandLine;
using System.Security.Cryptography;
using GanCluster.Core;
using GanCluster.Core.Runs;
using GanCluster.Node.Chaos;
using GanCluster.Node.Cluster;
using GanCluster.Node.Native;
using GanCluster.Node.Options;
using GanCluster.Node.Runs;
using GanCluster.Node.Security;
using GanCluster.Node.Supervision;

namespace GanCluster.Node.Commands;

/// <param name="Draws">The seed of the events.</param>
internal sealed record BenchChaosOptions(RunOptions Run, int Events, ulong Draws, ChaosLimits Limits);

/// <summary><c>bench chaos</c>: whether a run whose nodes are struck again and again gives the quiet run's weights, and how long it
/// takes to go on.</summary>
internal sealed class BenchChaosCommand : Verb<BenchChaosOptions>
{
    /// <summary>Worker nodes to begin with.</summary>
    private const int Beginning = 2;

    /// <summary>It is stopped after the last event.</summary>
    private const long Endless = 1_000_000_000;

    private readonly CommandContext _context;
    private readonly Option<string?> _run = new("--run") { HelpName = "RUN", Description = "As train's RUN. Otherwise ring8." };
    private readonly Option<int?> _events = OptionOf.Whole("--events", "N", "How many, seconds apart, some at once.", 1, 100_000, 20);
    private readonly Option<ulong?> _seed = SharedOptions.Seed("Of the events, and of the run.");
    private readonly Option<int?> _workers = OptionOf.Whole("--workers", "W", "The most worker nodes.", 2, 64, 4);
    private readonly Option<int?> _coordinators = OptionOf.Whole("--coordinators", "C", "Coordinator nodes, an odd number.", 1, 9, 3);
    private readonly Option<string[]> _set = SharedOptions.Set();
    private readonly Option<string?> _out = OptionOf.Path("--out", "DIR", "The run's folder, with what its nodes said in nodes.log. Otherwise the next under ./runs.");
    private readonly Option<bool> _json = SharedOptions.Json("Figures and the log of events as one line of JSON.");

    internal BenchChaosCommand(CommandContext context)
        : base("chaos", "Kills, halts, adds and sends away nodes of a run at random, and holds it to the quiet run's weights.")
    {
        _context = context;
        Take(_run, _events, _seed, _workers, _coordinators, _set, _out, _json);
    }

    internal override BenchChaosOptions Read(ParseResult parsed) => new(
        new RunOptions(
            parsed.GetValue(_run) ?? "ring8",
            Endless,
            Seconds: null,
            Images: null,
            parsed.GetValue(_seed) ?? 1,
            parsed.GetValue(_out),
            Resume: false,
            parsed.GetValue(_set) ?? [],
            parsed.GetValue(_json),
            HttpChoice.Off),
        parsed.GetValue(_events)!.Value,
        parsed.GetValue(_seed) ?? 1,
        new ChaosLimits(parsed.GetValue(_workers)!.Value, parsed.GetValue(_coordinators)!.Value));

    /// <returns>1 if something was lost, repeated or computed otherwise, or a node ended that nobody had struck.</returns>
    internal override async Task<int> Run(BenchChaosOptions options, CancellationToken stop)
    {
        if (OperatingSystem.IsWindows())
        {
            throw new UserInputException("bench chaos halts processes by SIGSTOP, which Windows has not: run it on Linux or macOS");
        }

        var (name, configuration) = Check(options);
        var progress = CommandContext.Progress();
        RunData.Ready(options.Run, _context.Parts, progress, stop);
        string folder;
        using (var made = new RunFolders("runs").Create(options.Run.Out, name, configuration.Seed))
        {
            folder = made.Path;
        }

        var training = new TrainOptions(
            options.Run with { Out = folder, Json = true }, Beginning, WorkersPerNode: 1, Coordinators: options.Limits.Coordinators)
        {
            Peers = new EndpointList([.. FreePort.Several(HttpChoice.Loopback, options.Limits.Coordinators)
                .Select(port => new Endpoint(HttpChoice.Loopback, port))]),
        };
        var secret = Convert.ToHexString(RandomNumberGenerator.GetBytes(32));
        var said = Path.Combine(folder, "nodes.log");
        await using var log = new StreamWriter(said) { AutoFlush = true };
        progress.Note($"{name}, seed {configuration.Seed}, into {folder}; what its nodes say: {said}");
        var journals = new ChaosJournals(folder, options.Limits.Coordinators);
        ChaosRun run;
        using (var nodes = new ChaosNodes(
            training, (node, arguments) => ChildNode.Start(node, arguments, _context.Program, secret, ownError: true), log, _context.Time))
        {
            run = new ChaosRun(nodes, journals, options.Limits, new Random((int)(options.Draws % int.MaxValue)), _context.Time);
            await run.Run(Beginning, options.Events, stop);
        }

        var recoveries = run.Recoveries;
        CoordinatorFolders.MakeWhole(folder, run.Last);
        var summary = RunSummary.Read(RunFiles.Summary(folder))!;
        var outcome = new ChaosOutcome(
            recoveries, summary, Quiet(options.Run, summary["steps"]!.GetValue<long>(), stop), [.. run.EndedByThemselves], run.Surviving);
        foreach (var line in options.Run.Json ? [outcome.ToJson().ToJsonString()] : outcome.Lines())
        {
            await _context.Output.WriteLineAsync(line);
        }

        return outcome.Violations.Count == 0 ? ExitCodes.Done : ExitCodes.Failed;
    }

    private (string Name, RunConfiguration Configuration) Check(BenchChaosOptions options)
    {
        PeerList.CheckCount("--coordinators", options.Limits.Coordinators);
        var (name, configuration) = RunRequest.Read(
            _context.Parts, options.Run.Run, options.Run.Settings, options.Run.Seed, options.Run.Data);
        if (configuration.Health.Acts())
        {
            throw new UserInputException(
                "bench chaos takes no run whose health acts: give --set health.onAlarm=note --set health.stop=0");
        }

        return configuration.Replicas >= options.Limits.Workers
            ? (name, configuration)
            : throw new UserInputException(
                $"replicas is {configuration.Replicas}, so that some of {options.Limits.Workers} workers would never compute: give "
                + $"--workers {configuration.Replicas} or --set replicas={options.Limits.Workers}");
    }

    /// <summary>The weights of a run of so many steps by threads of this process.</summary>
    private string Quiet(RunOptions run, long steps, CancellationToken stop)
    {
        var folder = Directory.CreateTempSubdirectory("gancluster-bench-").FullName;
        try
        {
            var progress = CommandContext.Progress();
            _context.Training(TextWriter.Null, progress).Run(
                run with
                {
                    Steps = steps,
                    Out = Path.Combine(folder, "quiet"),
                    Settings = [.. run.Settings, "evaluateEvery=0", "checkpointEvery=0"],
                },
                Beginning,
                HttpChoice.Loopback,
                new LocalTraining(progress.Note),
                stop);
            return (string)RunSummary.Read(RunFiles.Summary(Path.Combine(folder, "quiet")))!["weights_sha256"]!;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
