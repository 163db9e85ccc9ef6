using System.Collections.Immutable;
using GanCluster.Core.Health;
using GanCluster.Core.Sums;

namespace GanCluster.Core.Rounds;

/// <summary>The coordinator's policy, a pure function of the clock, the state and the options: who takes part, what is computed
/// next, when a version is copied and when the run ends. What becomes of an open attempt is <see cref="AveragingRules"/>'
/// business.</summary>
public static class RoundRules
{
    private static readonly TimeSpan LongestGrace = TimeSpan.FromSeconds(2);

    /// <summary>
    /// The next thing to do. The caller applies it to the state, carries it out, and asks again until the answer is to wait.
    /// </summary>
    public static Decision Decide(TimeSpan now, RunState state, RoundOptions options)
    {
        if (state.Ended)
        {
            return new Decision.Wait("the run has ended");
        }

        return state.Open is { } open ? DecideOpen(state, open) : DecideIdle(now, state, options);
    }

    private static Decision DecideOpen(RunState state, Attempt open)
    {
        foreach (var participant in state.Ending || state.LossesAtOpening == state.Index.Losses ? [] : open.Ranges.Keys)
        {
            if (state.Workers[participant].LostReason is { } reason)
            {
                return new Decision.EndAttempt($"{open.Id}: {participant} is lost ({reason})", open.Id);
            }
        }

        return new Decision.Wait($"{open.Id} is open");
    }

    private static Decision DecideIdle(TimeSpan now, RunState state, RoundOptions options)
    {
        if (state.Fault is AttemptFault.OfWorker { Worker: var worker } fault)
        {
            return new Decision.LoseWorker(fault.Reason, worker, fault.ForGood ? TimeSpan.MaxValue : null);
        }

        if (state.Writing is { } writing)
        {
            return new Decision.Wait($"a majority of journals is to write {writing.Entry}");
        }

        if (state.Written is { } written)
        {
            return written;
        }

        if (state.FailReason is { } failure)
        {
            return new Decision.FailRun(failure);
        }

        if (state.SnapshotBy is { } taking)
        {
            var until = state.SnapshotSince + options.SnapshotTimeout;
            return now < until
                ? new Decision.Wait($"{taking} is copying the version at step {state.Step}", until)
                : new Decision.LoseWorker(
                    $"{taking} has not copied step {state.Step} in {options.SnapshotTimeout.TotalSeconds:0.#} s", taking);
        }

        if (LossRules.DecideFound(state) is { } found)
        {
            return found;
        }

        if (state.Unwritten is [var judged, ..] && !(IsUnheld(state, options) && state.Unheld == judged.Check.Step))
        {
            return new Decision.WriteHealth(
                $"the check of step {judged.Check.Step} is judged",
                new HealthWord(state.Position, state.Course, new HealthEntry.Judged(judged.Check), judged.Measures));
        }

        if (DecideHealth(state, options) is { } acting)
        {
            return acting;
        }

        if (SnapshotRules.Due(now, state, options) is var purpose && purpose != SnapshotPurpose.None)
        {
            if (state.Recording is { } recording)
            {
                return new Decision.Wait($"step {recording} is being recorded, and step {state.Step} is due");
            }

            return state.Index.Ready is { IsEmpty: false } ready
                ? new Decision.TakeSnapshot($"step {state.Step} is due: {purpose}", ready[0], purpose)
                : DecideLost(now, state, options, purpose);
        }

        if (state.StopReason is { } stop)
        {
            return state.StopIsFailure ? new Decision.FailRun(stop) : new Decision.FinishRun(stop);
        }

        if (state.Step >= options.TargetStep)
        {
            return new Decision.FinishRun($"all {options.TargetStep} steps are committed");
        }

        if (state.Workers.Count < options.ExpectedWorkers && state.Attempts == 0 && state.StepSeconds is null
            && !state.IsUnderWay)
        {
            var latest = state.StartedAt + options.JoinTimeout;
            if (now < latest)
            {
                return new Decision.Wait($"{state.Workers.Count} of {options.ExpectedWorkers} workers have joined", latest);
            }
        }

        return state.Index.Ready.IsEmpty
            ? DecideLost(now, state, options, SnapshotPurpose.None)
            : DecideLeaving(state.Index)
                ?? DecideBroken(now, state, options)
                ?? DecideHealing(now, state, options)
                ?? (IsUnheld(state, options)
                    ? new Decision.Wait($"a majority of the coordinators is to have the version of step {state.Unheld}")
                    : DecideNextAttempt(state, options, ReadyOf(state)));
    }

    private static ImmutableArray<WorkerState> ReadyOf(RunState state)
    {
        var (ready, workers) = (state.Index.Ready, state.Workers);
        var states = ImmutableArray.CreateBuilder<WorkerState>(ready.Count);
        foreach (var worker in ready)
        {
            states.Add(workers[worker]);
        }

        return states.MoveToImmutable();
    }

    /// <summary>Whoever takes office may have to go back to that version, or to make its check again.</summary>
    private static bool IsUnheld(RunState state, RoundOptions options) =>
        state.Unheld is { } step && SnapshotRules.IsCheck(step, options) && options.Health.Acts();

    /// <summary>A version that was measured because the run was about to end is no check, and is not judged: should the run go on, as with
    /// a worker that comes when the last was leaving, nobody waits for that.</summary>
    private static CourseHealth ChecksOf(RunState state, RoundOptions options) => state.Checks with
    {
        Pending = [.. state.Checks.Pending.Where(step => SnapshotRules.IsCheck(step, options))],
    };

    /// <summary>What the run's health asks for, where numbers have ended or a check is due.</summary>
    private static Decision? DecideHealth(RunState state, RoundOptions options)
    {
        var action = state.Diverged is { } diverged
            ? ActionRules.DecideDiverged(ChecksOf(state, options), diverged, state.Course, options.Health)
            : SnapshotRules.CheckIsDue(state, options) && !state.StopIsFailure
            ? ActionRules.DecideCheck(ChecksOf(state, options), state.Step, state.Course, options.Health)
            : null;
        return action switch
        {
            HealthAction.Wait wait => new Decision.Wait(wait.Reason),
            HealthAction.RollBack back when state.AsksJournals => new Decision.WriteHealth(
                back.Reason,
                new HealthWord(BackAt(back), state.Course + 1, new HealthEntry.RolledBack(state.Step, back.Reason), [])),
            HealthAction.RollBack back => new Decision.RollBack(back.Reason, BackAt(back), state.Course + 1),
            HealthAction.Stop stop when state.Diverged is not null => new Decision.FailRun(stop.Reason),
            HealthAction.Stop stop when state.StopReason is null || !stop.Succeeded => new Decision.StopRun(stop.Reason, stop.Succeeded),
            _ => null,
        };

        RunPosition BackAt(HealthAction.RollBack back) => new(back.To, state.Version + 1, state.Round);
    }

    /// <summary>A worker that leaves may go as soon as another that stays holds the version.</summary>
    private static Decision.ReleaseWorker? DecideLeaving(WorkerIndex workers) =>
        workers.Staying > 0 && workers.Leaving is { IsEmpty: false } leaving
            ? new Decision.ReleaseWorker($"{leaving[0]} asked to leave", leaving[0])
            : null;

    /// <summary>
    /// After an exchange that broke without a known reason: time for the reason to arrive, or, if it keeps breaking, the end of
    /// the worker that the others can't reach.
    /// </summary>
    private static Decision? DecideBroken(TimeSpan now, RunState state, RoundOptions options)
    {
        if (state.BrokenAt is not { } brokenAt)
        {
            return null;
        }

        var accused = state.Accused.Where(a => a.Value >= options.BreaksUntilLost && state.Workers[a.Key].LostReason is null)
            .OrderByDescending(a => a.Value).ThenByDescending(a => a.Key).ToList();
        if (accused.Count > 0)
        {
            var (worker, breaks) = accused[0];
            return new Decision.LoseWorker(
                $"{worker} was out of reach of the others {breaks} times in round {state.Round}",
                worker,
                now + options.Quarantine);
        }

        var grace = Math.Min(options.BrokenGrace.TotalSeconds * Math.Pow(2, state.Attempts - 1), LongestGrace.TotalSeconds);
        var until = brokenAt + TimeSpan.FromSeconds(grace);
        return now < until ? new Decision.Wait("the exchange broke; word of who is lost may follow", until) : null;
    }

    /// <summary>Without a holder, workers load the version from the coordinator, if its copy is the one.</summary>
    private static Decision DecideLost(TimeSpan now, RunState state, RoundOptions options, SnapshotPurpose due) =>
        (state.Safe.Step == state.Step && due == SnapshotPurpose.None ? DecideHealing(now, state, options) : null)
            ?? LossRules.DecideLost(now, state, options, due);

    /// <summary>Lagging workers are only healed while there are replicas enough to give them one.</summary>
    private static Decision? DecideHealing(TimeSpan now, RunState state, RoundOptions options)
    {
        var workers = state.Index;
        if (workers.Healing is [var (told, silent), ..] && now - told >= options.LoadDeadline)
        {
            return new Decision.LoseWorker(
                $"{silent} has not loaded the version in {options.LoadDeadline.TotalSeconds:0.#} s", silent);
        }

        // One that could not heal doesn't keep a place from the others, nor one that is overdue: it may be dead.
        var places = options.Replicas - workers.Staying;
        var (healing, first) = InTime(now, state, options);
        if (Next(now, workers, options, places - healing) is { } next)
        {
            // Another source for another version: the first may be the one that this worker can't reach.
            var source = workers.Ready.IsEmpty ? WorkerId.Coordinator : workers.Ready[(int)(state.Version % workers.Ready.Count)];
            return new Decision.HealWorker(
                $"{next} holds step {state.Workers[next].Step} of {state.Step}, {source} has it all", next, source);
        }

        if (first is null || places <= 0)
        {
            return null;
        }

        // However many come one after the other, the opening waits once.
        var until = (state.HealingFrom ?? first.HealingSince) + Patience(first, options);
        return now >= until ? null : new Decision.Wait($"{first.Id} is healing", until);
    }

    /// <summary>Who is to be told to load the version, if there is a place.</summary>
    private static WorkerId? Next(TimeSpan now, WorkerIndex workers, RoundOptions options, int places) => places <= 0 ? null
        : workers.Unhealed is [var unhealed, ..] ? unhealed
        : workers.Failed is [var (since, failed), ..] && now - since >= options.HealRetry ? failed
        : null;

    /// <summary>How many load the version and are not overdue, and the first of them.</summary>
    private static (int Count, WorkerState? First) InTime(TimeSpan now, RunState state, RoundOptions options)
    {
        // Nobody is overdue before the timeout.
        var (healing, late, first) = (state.Index.Healing, 0, (WorkerState?)null);
        foreach (var (since, worker) in healing)
        {
            var isLate = now - since >= options.HealTimeout && now - since >= Patience(state.Workers[worker], options);
            first = isLate ? first : first ?? state.Workers[worker];
            if (now - since < options.HealTimeout)
            {
                break;
            }

            late += isLate ? 1 : 0;
        }

        return (healing.Count - late, first);
    }

    /// <summary>
    /// A worker that takes longer than the timeout is late with the version every time, unless the opening waits for it once as
    /// long as it is known to take.
    /// </summary>
    private static TimeSpan Patience(WorkerState worker, RoundOptions options)
    {
        var known = worker.LoadTime * 1.5 ?? TimeSpan.Zero;
        return known < options.HealTimeout ? options.HealTimeout : known < options.LoadDeadline ? known : options.LoadDeadline;
    }

    private static Decision DecideNextAttempt(RunState state, RoundOptions options, ImmutableArray<WorkerState> ready)
    {
        if (state.Attempts >= options.MaxAttempts)
        {
            return new Decision.FailRun($"round {state.Round} was tried {state.Attempts} times");
        }

        var id = new AttemptId(options.Run, state.Term, state.Round, state.Attempts + 1);
        var lost = state.Lost;
        var steps = lost?.Steps ?? state.Abandoned?.Steps ?? RoundLength.Next(state, options);
        var ranges = state.Abandoned is { } abandoned && options.Schedule.At(steps.First) == Runs.SyncMode.Parameters
            ? Assignment.Repair(abandoned.Ranges, ready)
            : Assignment.BySpeed(options.Replicas, ready);
        return new Decision.OpenAttempt(
            $"{id}: steps {steps.First} to {steps.End - 1} over {ranges.Count} of {ready.Length} workers",
            new Attempt(id, state.Version, steps, ranges, ProgressDeadline(state, options, ranges), lost?.Hash, state.Course));
    }

    /// <summary>Drawn from the median worker's step, times what the most loaded participant has to compute.</summary>
    private static TimeSpan ProgressDeadline(
        RunState state, RoundOptions options, ImmutableSortedDictionary<WorkerId, ImmutableArray<ReplicaRange>> ranges)
    {
        var speeds = ranges.Keys.Select(w => state.Workers[w].SecondsPerReplicaStep).OfType<double>().Order().ToList();
        if (speeds.Count == 0)
        {
            return options.FirstDeadline;
        }

        var largestLoad = ranges.Values.Max(r => r.Sum(range => range.Count));
        var step = TimeSpan.FromSeconds(speeds[speeds.Count / 2] * largestLoad * options.DeadlineInSteps);
        return step > options.LeastDeadline ? step : options.LeastDeadline;
    }
}
