using GanCluster.Core.Hashing;

namespace GanCluster.Core.Rounds;

/// <summary>What becomes of an attempt, and why in one sentence.</summary>
public abstract record AveragingDecision(string Reason)
{
    /// <summary>Nothing can be done before a word comes, or the clock reaches <paramref name="Until"/>.</summary>
    public sealed record Wait(string Reason, TimeSpan? Until = null) : AveragingDecision(Reason);

    /// <summary>Every participant holds the same bits: have a majority of journals write the round.</summary>
    public sealed record Write(string Reason, Hash128 Hash) : AveragingDecision(Reason);

    /// <summary>Every participant holds the same bits: they are the run's next version.</summary>
    public sealed record Commit(string Reason, Hash128 Hash) : AveragingDecision(Reason);

    /// <summary>Fence the attempt: whatever still comes of it is stale.</summary>
    public sealed record Abandon(string Reason, AttemptFault Fault) : AveragingDecision(Reason);
}

/// <summary>The parameter averaging's policy: a pure function of the clock and of one attempt's state.</summary>
public static class AveragingRules
{
    /// <summary>The next thing to do. An attempt is decided once: what is over stays so.</summary>
    public static AveragingDecision Decide(TimeSpan now, AttemptState state)
    {
        if (state.Over)
        {
            return new AveragingDecision.Wait($"{state.Id} is over");
        }

        if (state.Writing is { } hash)
        {
            return state.IsWritten
                ? new AveragingDecision.Commit($"{state.Id}: a majority of journals has {hash}", hash)
                : new AveragingDecision.Wait($"{state.Id}: a majority of journals is to write {hash}");
        }

        // Before losses and breaks: whoever tries these steps again gets the same sum.
        if (state.NotFinite is { } diverged)
        {
            return new AveragingDecision.Abandon(diverged.Where.ToString(), AttemptFault.Diverged.Instance);
        }

        if (state.EndReason is { } reason)
        {
            return new AveragingDecision.Abandon(reason, AttemptFault.Ended.Instance);
        }

        if (state.Broken is { } broken)
        {
            return new AveragingDecision.Abandon(
                $"{state.Id}: {broken.Worker} saw the exchange break at step {broken.Step} ({broken.Reason})",
                new AttemptFault.Broken(broken.Suspect));
        }

        return state.Reports.Count == state.Attempt.Ranges.Count ? DecideReported(state) : DecideProgress(now, state);
    }

    private static AveragingDecision DecideProgress(TimeSpan now, AttemptState state)
    {
        var patience = state.Attempt.Patience;
        var (since, silent) = state.Silent[0];
        if (now - since >= patience)
        {
            return ForFaultOf(
                silent, state, $"{silent} made no progress in {state.Id} for {patience.TotalSeconds:0.#} s");
        }

        var until = since + patience;
        if (state.FirstReportAt is { } first)
        {
            // Whoever waits in an exchange shows life, for ever if the others have left it. Once one of them has the result,
            // receiving it takes the rest no longer than all that went before.
            var last = first + (first - state.OpenedAt) + patience;
            if (now >= last)
            {
                return new AveragingDecision.Abandon(
                    $"{state.Id}: {silent} has waited {(now - first).TotalSeconds:0.#} s for a result that others hold",
                    new AttemptFault.Broken(silent));
            }

            until = until < last ? until : last;
        }

        return new AveragingDecision.Wait(
            $"{state.Id}: {state.Reports.Count} of {state.Attempt.Ranges.Count} workers have reported", until);
    }

    private static AveragingDecision DecideReported(AttemptState state)
    {
        if (state.Attempt.Recorded is { } recorded)
        {
            return DecideRedone(state, recorded);
        }

        if (AgreedHash(state) is { } hash)
        {
            return Agreed(state, $"{state.Id}: {state.Reports.Count} workers hold {hash}", hash);
        }

        var byHash = state.Reports.Values.GroupBy(r => r.Hash).OrderByDescending(g => g.Count()).ToList();
        if (byHash[0].Count() * 2 <= state.Reports.Count)
        {
            var hashes = string.Join(", ", state.Reports.Values.Select(r => $"{r.Worker}: {r.Hash}"));
            return new AveragingDecision.Abandon(
                $"{state.Id}: the workers hold different weights and no majority agrees ({hashes})", AttemptFault.OfRun.Instance);
        }

        var odd = byHash[^1].First();
        return ForFaultOf(
            odd.Worker, state, $"{odd.Worker} holds {odd.Hash} after {state.Id}, the majority {byHash[0].Key}", forGood: true);
    }

    /// <summary>Null: not all have the same.</summary>
    private static Hash128? AgreedHash(AttemptState state)
    {
        Hash128? agreed = null;
        foreach (var (_, report) in state.Reports)
        {
            if (agreed is { } hash && report.Hash != hash)
            {
                return null;
            }

            agreed = report.Hash;
        }

        return agreed;
    }

    /// <summary>What was committed before is what the run holds to: a checkpoint may have been made of it.</summary>
    private static AveragingDecision DecideRedone(AttemptState state, Hash128 recorded)
    {
        var odd = state.Reports.Values.FirstOrDefault(r => r.Hash != recorded);
        if (odd is null)
        {
            return Agreed(state, $"{state.Id}: {state.Reports.Count} workers hold {recorded} again", recorded);
        }

        return state.Reports.Values.Any(r => r.Hash == recorded)
            ? ForFaultOf(
                odd.Worker, state, $"{odd.Worker} holds {odd.Hash} after {state.Id}, which was committed as {recorded}", forGood: true)
            : new AveragingDecision.Abandon(
                $"{state.Id}: what was committed as {recorded} came out as {odd.Hash} when it was computed again, so these workers "
                + "compute with other kernels than those that were lost",
                AttemptFault.OfRun.Instance);
    }

    private static AveragingDecision Agreed(AttemptState state, string reason, Hash128 hash) => state.NeedsJournals
        ? new AveragingDecision.Write(reason, hash)
        : new AveragingDecision.Commit(reason, hash);

    private static AveragingDecision.Abandon ForFaultOf(
        WorkerId worker, AttemptState state, string reason, bool forGood = false) => new(
        $"{state.Id}: {worker} is lost ({reason})", new AttemptFault.OfWorker(worker, reason, forGood));
}
