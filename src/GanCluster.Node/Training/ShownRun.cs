using System.Globalization;
using GanCluster.Core.Rounds;
using GanCluster.Core.Runs;
using GanCluster.Node.Http;
using GanCluster.Node.Journal;
using GanCluster.Node.Runs;
using GanCluster.Telemetry;
using GanCluster.Telemetry.Page;
using GanCluster.Telemetry.Views;
using GanCluster.Training.Evaluation;
using GanCluster.Training.Networks;
using GanCluster.Training.Optimization;

namespace GanCluster.Node.Training;

/// <summary>A run as its page shows it.</summary>
internal static class ShownRun
{
    internal static RunView View(RunFacts facts, TimeProvider time) => new(facts, time, Rates(facts.Configuration));

    /// <summary>Of a step in a course.</summary>
    internal static Func<long, int, LearningRates> Rates(RunConfiguration configuration)
    {
        var (schedules, rates) = (new Schedules(configuration), configuration.Optimizer);
        return (step, course) => new LearningRates(rates.D, rates.G)
            .Times(schedules.LearningRate(step) * CourseTerms.Of(configuration, course).RateFactor);
    }

    /// <param name="http">Where the page is served: who is not on this machine is told no path of it.</param>
    internal static RunPage Page(
        RunView view, Family family, RunConfiguration configuration, string folder, HttpBinding? http, IPastRuns past,
        RunControl? control)
    {
        var isDrawn = family.Image is not null && !family.Upscales;
        var shownFolder = http is { Names.Length: > 0 } ? Quoted(FromHere(folder)) : "DIR";
        return new RunPage(view, new SampleAlbum(() => RunFiles.Grids(folder), step => RunFiles.Grid(folder, step))
        {
            Grid = family.Image is null ? null : new SampleGrid(SamplePicture.Columns, SamplePicture.Padding),
            Command = isDrawn ? Command(shownFolder, configuration.Seed) : null,
        }, past, control);
    }

    /// <summary>What earlier processes have left in the journal.</summary>
    internal static void Recall(RunDatabase journal, RunView view)
    {
        // Read whole: the rounds are asked for by the same connection.
        var rollbacks = journal.ReadRollbacks().ToList();
        foreach (var round in journal.ReadLiveRounds())
        {
            view.OnRecorded(
                new StepSpan(round.FirstStep, (int)round.Steps),
                TimeSpan.FromSeconds(round.Seconds),
                new ReplicaStatistics(
                -1, round.LossD, round.LossG, round.ScoreReal, round.ScoreFake, round.NormD, round.NormG),
                rollbacks.Count(rollback => rollback.Round <= round.Round));
        }

        foreach (var check in journal.ReadMeasures().GroupBy(measure => measure.Step))
        {
            Measured(view, check.Key, check);
        }

        foreach (var fault in journal.ReadFaults())
        {
            view.OnRecordedFault(fault.At, fault.Worker.Length > 0 ? $"{fault.Worker} was lost: {fault.Reason}" : fault.Reason);
        }
    }

    /// <param name="measures">Of one step.</param>
    internal static void Measured(RunView view, long step, IEnumerable<MeasureRow> measures) =>
        view.OnMeasured(step, measures.DistinctBy(measure => measure.Name).Select(measure => (measure.Name, measure.Value)));

    private static string Command(string folder, ulong seed) => string.Create(
        CultureInfo.InvariantCulture,
        $"./gancluster sample --run {folder} --step {SampleAlbum.StepPlace} --first {SampleAlbum.ImagePlace} --count 1 --seed {seed} "
            + $"--out one.png");

    /// <summary>As short as it is given where commands are.</summary>
    private static string FromHere(string folder)
    {
        var relative = Path.GetRelativePath(".", folder);
        return relative.StartsWith("..", StringComparison.Ordinal) ? folder : relative;
    }

    /// <summary>For a POSIX shell.</summary>
    private static string Quoted(string path) =>
        path.All(c => char.IsAsciiLetterOrDigit(c) || "/._-".Contains(c, StringComparison.Ordinal))
            ? path
            : $"'{path.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
