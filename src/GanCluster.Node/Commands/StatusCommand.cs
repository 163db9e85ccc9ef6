using System.CommandLine;
using System.Globalization;
using GanCluster.Core;
using GanCluster.Node.Native;
using GanCluster.Node.Options;
using GanCluster.Node.Runs;
using GanCluster.Node.Terminal;

namespace GanCluster.Node.Commands;

/// <param name="Run">The folder of a run; null: the newest under ./runs.</param>
internal sealed record StatusOptions(string? Run, bool Json, bool Watch = false);

/// <summary><c>status</c>: of one run, while it runs or later.</summary>
internal sealed class StatusCommand : Verb<StatusOptions>
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);

    private readonly CommandContext _context;
    private readonly Option<string?> _run =
        OptionOf.Path("--run", "DIR", "The folder of a run. Otherwise the newest under ./runs.");
    private readonly Option<bool> _watch = new("--watch")
    {
        Description = "Again whenever it has come further, until it runs no more: in place on a terminal, else a line each.",
    };

    private readonly Option<bool> _json = SharedOptions.Json("As one line of JSON.");

    internal StatusCommand(CommandContext context)
        : base("status", "Says how far a run is.")
    {
        _context = context;
        Take(_run, _watch, _json);
    }

    internal override StatusOptions Read(ParseResult parsed) =>
        new(parsed.GetValue(_run), parsed.GetValue(_json), parsed.GetValue(_watch));

    internal override async Task<int> Run(StatusOptions options, CancellationToken stop)
    {
        var folder = options.Run ?? Newest(new RunFolders("runs").All);
        var status = RunStatus.Of(folder, _context.Parts);
        if (options.Watch)
        {
            status = await Watch(folder, status, options.Json, stop);
        }

        if (options.Json)
        {
            await _context.Output.WriteLineAsync(status.ToJson().ToJsonString());
        }
        else
        {
            Write(status);
        }

        return ExitCodes.Done;
    }

    /// <returns>The last status, which is still to be told.</returns>
    private async Task<RunStatus> Watch(string folder, RunStatus status, bool json, CancellationToken stop)
    {
        var progress = json ? null : new ProgressLine(_context.Output, _context.Terminal, _context.Time, TimeSpan.Zero);
        var told = -1L;
        using var looks = new PeriodicTimer(LookEvery);
        try
        {
            for (; status.State == "running"; status = RunStatus.Of(folder, _context.Parts))
            {
                if (status.Step != told)
                {
                    told = status.Step;
                    progress?.Report(Line(status));
                    await (json ? _context.Output.WriteLineAsync(status.ToJson().ToJsonString()) : Task.CompletedTask);
                }

                await looks.WaitForNextTickAsync(stop);
            }
        }
        finally
        {
            progress?.Finish();
        }

        return status;
    }

    private static Func<string> Line(RunStatus status) => () => string.Create(
        CultureInfo.InvariantCulture,
        $"{status.Run}: step {status.Step} of {status.Target}, {status.Workers.Count} workers, {status.ImagesPerSecond ?? 0:0.0} images/s, "
            + $"losses D {status.Last?.LossD ?? double.NaN:F3} G {status.Last?.LossG ?? double.NaN:F3}, "
            + $"{status.Health?.State ?? "not checked yet"}, {status.Faults} faults");

    private static string Newest(IReadOnlyList<string> oldestFirst) => oldestFirst is [.., var newest]
        ? newest
        : throw new UserInputException("nothing has run here: ./gancluster demo, or give a run's folder with --run");

    private void Write(RunStatus status)
    {
        _context.Output.WriteLine(
            $"{status.Run}: {status.State}, step {status.Step} of {status.Target}, version {status.Last?.Version ?? 0}");
        var listing = new Listing(new Column(""), new Column(""));
        listing.Add("folder", status.Folder);
        if (status.Live is { } live)
        {
            listing.Add("process", $"{live.Pid}{(live.Address is { } at ? $", listening {at}" : "")}");
        }

        if (status.Last is { } last)
        {
            listing.Add("workers", string.Join(", ", status.Workers));
            listing.Add("losses", string.Create(
                CultureInfo.InvariantCulture, $"discriminator {last.LossD:F4}, generator {last.LossG:F4}"));
            listing.Add("rate", string.Create(CultureInfo.InvariantCulture, $"{status.ImagesPerSecond:0.0} images/s"));
        }

        if (status.Rollbacks > 0)
        {
            listing.Add("roll-backs", status.Rollbacks.ToString(CultureInfo.InvariantCulture));
        }

        if (status.Health is { } health)
        {
            listing.Add("health", new Cell($"{health.State}: {health.Reason}", health.State == "healthy" ? null : false));
        }

        listing.Add("faults", new Cell($"{status.Faults}", status.Faults == 0 ? null : false));
        _context.Write(listing);
    }
}
