using GanCluster.Core;
using GanCluster.Node.Native;
using GanCluster.Node.Options;
using GanCluster.Node.Runs;
using GanCluster.Training.Parts;

namespace GanCluster.Node.Commands;

/// <summary><c>status</c>: of one run, while it runs or later.</summary>
internal sealed class StatusCommand(RunParts parts, TextWriter output)
{
    internal int Run(StatusOptions options)
    {
        var status = RunStatus.Of(options.Run ?? Newest(new RunFolders("runs").All), parts);
        if (options.Json)
        {
            output.WriteLine(status.ToJson().ToJsonString());
            return ExitCodes.Done;
        }

        output.WriteLine(
            $"{status.Run}: {status.State}, step {status.Step} of {status.Target}, version {status.Last?.Version ?? 0}");
        output.WriteLine($"folder   {status.Folder}");
        if (status.Live is { } live)
        {
            output.WriteLine($"process  {live.Pid}{(live.Address is { } at ? $", listening {at}" : "")}");
        }

        if (status.Last is { } last)
        {
            output.WriteLine($"workers  {string.Join(", ", status.Workers)}");
            output.WriteLine($"losses   discriminator {last.LossD:F4}, generator {last.LossG:F4}");
            output.WriteLine($"rate     {status.ImagesPerSecond:0.0} images/s");
        }

        output.WriteLine($"faults   {status.Faults}");
        return ExitCodes.Done;
    }

    private static string Newest(IReadOnlyList<string> oldestFirst) => oldestFirst is [.., var newest]
        ? newest
        : throw new UserInputException("nothing has run here: ./gancluster demo, or give a run's folder with --run");
}
