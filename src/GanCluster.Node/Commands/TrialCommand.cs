using System.CommandLine;
using GanCluster.Node.Native;
using GanCluster.Node.Options;
using GanCluster.Node.Runs;
using GanCluster.Node.Supervision;
using GanCluster.Training.Libtorch;
using GanCluster.Training.Trials;
using static TorchSharp.torch;

namespace GanCluster.Node.Commands;

internal sealed record TrialOptions(string Run, ulong? Seed, IReadOnlyList<string> Settings, string? Data);

/// <summary><c>trial</c>: tries a run's own modules, for the process that starts it (<see cref="ModuleCheck"/>).</summary>
internal sealed class TrialCommand : Verb<TrialOptions>
{
    private readonly CommandContext _context;
    private readonly Argument<string> _run = new("RUN");
    private readonly Option<ulong?> _seed = SharedOptions.Seed("The run's seed.");
    private readonly Option<string[]> _set = SharedOptions.Set();
    private readonly Option<string?> _data = SharedOptions.Data("Where its images lie.");

    internal TrialCommand(CommandContext context)
        : base(NodeArguments.TrialWord, "Tries a run's own modules.")
    {
        _context = context;
        Hidden = true;
        Take(_run, _seed, _set, _data);
    }

    internal override TrialOptions Read(ParseResult parsed) =>
        new(parsed.GetRequiredValue(_run), parsed.GetValue(_seed), parsed.GetValue(_set) ?? [], parsed.GetValue(_data));

    internal override Task<int> Run(TrialOptions options, CancellationToken stop)
    {
        var request = RunRequest.Resolve(
            _context.Parts, options.Run, options.Settings, options.Seed, steps: null, images: null, workers: 1,
            new RunData(options.Data, progress: null, stop));
        ProcessEnvironment.Apply(request.Configuration.Cpu);
        LastWords.Prepare(line =>
        {
            Tell(ModuleCheck.Tell(new Finding(IsRefusal: true, line)));
            ProcessEnd.Now(ExitCodes.BadInput);
        });
        set_num_threads(1);
        using var gate = FinalizerGate.EnterLong();
        foreach (var finding in ModuleTrial.Of(request.Configuration, request.Parts, what => Tell(ModuleCheck.TellTrying(what))))
        {
            Tell(ModuleCheck.Tell(finding));
        }

        return Task.FromResult(ExitCodes.Done);
    }

    private void Tell(string line)
    {
        _context.Output.WriteLine(line);
        _context.Output.Flush();
    }
}
