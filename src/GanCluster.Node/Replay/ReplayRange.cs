using GanCluster.Core;
using GanCluster.Node.Journal;

namespace GanCluster.Node.Replay;

/// <summary>The steps of a run that are to be computed again.</summary>
/// <param name="From">Where the range begins; null: at the oldest version that there is.</param>
/// <param name="To">Its last round is the one that made this step.</param>
internal sealed record ReplayRange(long? From, long To)
{
    /// <param name="folder">What errors call the run.</param>
    /// <param name="rounds">The run's, in their order.</param>
    /// <param name="from">As asked for; null: not given.</param>
    /// <param name="to">As asked for; null: the last step.</param>
    /// <exception cref="UserInputException">The run has no such steps.</exception>
    internal static ReplayRange Of(string folder, IReadOnlyList<RoundRow> rounds, long? from, long? to)
    {
        if (rounds.Count == 0)
        {
            throw new UserInputException($"'{folder}' has no committed round: give the folder of a run that has one");
        }

        var last = rounds[^1].FirstStep + rounds[^1].Steps;
        if (from >= last)
        {
            throw new UserInputException($"--from {from} is not before the run's last step, {last}: give one of 0 to {last - 1}");
        }

        if (to > last)
        {
            throw new UserInputException($"--to {to} is after the run's last step, {last}: give one of {(from ?? 0) + 1} to {last}");
        }

        return to <= from
            ? throw new UserInputException($"--to {to} is not after --from {from}: give one of {from + 1} to {last}")
            : new ReplayRange(from, to ?? last);
    }

    /// <param name="kept">The steps that have a checkpoint, in any order.</param>
    /// <param name="hasFirst">Whether version 0 follows from the configuration.</param>
    /// <returns>The steps whose version it may begin with, the best first; a damaged checkpoint makes way for the next.</returns>
    internal IReadOnlyList<long> Starts(IEnumerable<long> kept, bool hasFirst)
    {
        var usable = kept.Where(step => From is { } from ? step <= from : step < To);
        var ordered = From is null ? usable.Order() : usable.OrderDescending();
        return [.. ordered.Concat(hasFirst ? [0] : []).Distinct()];
    }

    /// <returns>The rounds from a version on that make the range.</returns>
    /// <exception cref="UserInputException">The journal lacks one.</exception>
    internal IReadOnlyList<RoundRow> RoundsAfter(string folder, IEnumerable<RoundRow> rounds, long start)
    {
        var (taken, step) = (new List<RoundRow>(), start);
        foreach (var round in rounds.SkipWhile(r => r.FirstStep < start).TakeWhile(r => r.FirstStep < To))
        {
            if (round.FirstStep != step)
            {
                break;
            }

            taken.Add(round);
            step += round.Steps;
        }

        return step >= To
            ? taken
            : throw new UserInputException($"'{folder}': its run.db has no round that begins at step {step}: "
                + (step > start ? $"give --to {step}" : "begin with another checkpoint, by --from"));
    }
}
