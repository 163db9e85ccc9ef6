using System.CommandLine;

namespace GanCluster.Node.Commands;

/// <summary>What <c>train</c> and <c>coordinator</c> take about the run itself.</summary>
internal sealed class RunGroup
{
    internal Argument<string> Run { get; } = SharedOptions.Run();

    internal Option<long?> Steps { get; } = SharedOptions.Steps("Stop after S steps.");

    internal Option<double?> Seconds { get; } = OptionOf.Seconds("Stop after T seconds.");

    internal Option<long?> Images { get; } = SharedOptions.Images("Stop after N real images.");

    internal Option<ulong?> Seed { get; } = SharedOptions.Seed("The run's seed, instead of the configuration's.");

    internal Option<string?> Out { get; } =
        OptionOf.Path("--out", "DIR", "The run's folder. Otherwise the next runs/NNNN-RUN-seedS here.");

    internal Option<bool> Resume { get; } = new("--resume")
    {
        Description = "Go on from the last checkpoint in DIR, or in the newest unfinished folder of RUN under ./runs.",
    };

    internal Option<string[]> Set { get; } = SharedOptions.Set();

    internal Option<bool> Json { get; } = SharedOptions.Json("End with one line of JSON on the output.");

    internal void AddTo(Command command)
    {
        command.Arguments.Add(Run);
        foreach (var option in new Option[] { Steps, Seconds, Images, Seed, Out, Resume, Set, Json })
        {
            command.Options.Add(option);
        }

        SharedOptions.AtMostOne(command, Steps, Seconds, Images);
    }
}
