using System.Collections.Immutable;
using GanCluster.Core.Health;

namespace GanCluster.Core.Rounds;

/// <summary>The only ways a <see cref="RunState"/> changes. A no-op returns the same instance.</summary>
public static class RunStateTransitions
{
    public static RunState Apply(this RunState state, TimeSpan now, IRunEvent e) => e switch
    {
        WorkerJoined joined => Join(state, now, joined),
        WorkerLost lost => Lose(state, now, lost.Worker, lost.Reason),
        WorkerLeaving leaving => Leave(state, leaving.Worker),
        StopRequested stop => state.StopReason is null ? state with { StopReason = stop.Reason } : state,
        SnapshotTaken taken => taken.Worker == state.SnapshotBy && taken.Step == state.Step
            ? Keep(state, now, state.SnapshotFor) with { SnapshotBy = null, SnapshotSince = null }
            : Drop(state),
        SnapshotRecorded recorded => state.Recording == recorded.Step ? state with { Recording = null } : Drop(state),
        CheckJudged judged when state.AsksJournals => Keep(state, judged),
        CheckJudged judged => judged.Course == state.Course && state.Checks.With(judged.Check) is var checks
            && !ReferenceEquals(checks, state.Checks) ? state with { Checks = checks } : Drop(state),
        CheckHeld held => (held.Course, held.Step) == (state.Course, state.Unheld) ? state with { Unheld = null } : Drop(state),
        HealthWritten written => written.Entry == state.Writing?.Entry ? Written(state, state.Writing) : Drop(state),
        CheckFailed failed => failed.Course == state.Course ? state with { FailReason = failed.Reason } : Drop(state),
        IAttemptEnd end when end.Id != state.Open?.Id => Drop(state),
        AttemptCommitted committed => Commit(state, committed),
        AttemptAbandoned abandoned => Abandon(state, now, abandoned),
        _ => state,
    };

    public static RunState Apply(this RunState state, TimeSpan now, Decision decision) => decision switch
    {
        Decision.OpenAttempt open => state with
        {
            Open = open.Attempt,
            Abandoned = null,
            BrokenAt = null,
            HealingFrom = null,
            Attempts = state.Attempts + 1,
            LossesAtOpening = state.Index.Losses,
        },
        Decision.EndAttempt => state with { Ending = true },
        Decision.LoseWorker lose => Lose(state, now, lose.Worker, lose.Reason, lose.BarredUntil) with { Fault = null },
        Decision.ReleaseWorker release => state.With(
            state.Workers[release.Worker] with { LostReason = "it left", Leaving = false, BarredUntil = TimeSpan.MaxValue }),
        Decision.HealWorker heal => state.With(state.Workers[heal.Worker] with { HealingSince = now, HealFailed = false }) with
        {
            HealingFrom = state.HealingFrom ?? now,
        },
        Decision.TakeSnapshot take => state with
        {
            SnapshotBy = take.Worker,
            SnapshotSince = now,
            SnapshotFor = take.Purpose,
        },
        Decision.KeepSafeCopy keep => Keep(state, now, keep.Purpose),
        Decision.Move move => Move(state, move.To),
        Decision.WriteHealth write => state with { Writing = write.Word },
        Decision.RollBack back => RollBack(state, now, back),
        Decision.StopRun stop => state with { StopReason = stop.Reason, StopIsFailure = !stop.Succeeded },
        Decision.FinishRun or Decision.FailRun => state with { Ended = true, Open = null },
        _ => state,
    };

    /// <summary>The committed version is here, for a purpose.</summary>
    private static RunState Keep(RunState state, TimeSpan now, SnapshotPurpose purpose)
    {
        var kept = state with
        {
            SnapshotStep = purpose == SnapshotPurpose.Safe ? state.SnapshotStep : state.Step,
            SnapshotTaken = purpose == SnapshotPurpose.Safe ? state.SnapshotTaken
                : state.SnapshotStep == state.Step ? state.SnapshotTaken | purpose
                : purpose,
            Recording = state.Step,
            Checks = purpose.HasFlag(SnapshotPurpose.Evaluate) ? state.Checks.Begun(state.Step) : state.Checks,
            Unheld = purpose.HasFlag(SnapshotPurpose.Evaluate) && state.AsksJournals ? state.Step : state.Unheld,
        };
        return !purpose.HasFlag(SnapshotPurpose.Safe) ? kept : kept with
        {
            Safe = state.Position,
            SafeAt = now,
            History = state.History.RemoveAll(round => round.Steps.End <= state.Step),
        };
    }

    /// <summary>A check is judged; it counts once it is written.</summary>
    private static RunState Keep(RunState state, CheckJudged judged) =>
        judged.Course == state.Course && !ReferenceEquals(state.Checks.With(judged.Check), state.Checks)
            && judged.Check.Step > (state.Unwritten is [.., var last] ? last.Check.Step : -1)
            ? state with { Unwritten = state.Unwritten.Add(judged) }
            : Drop(state);

    private static RunState Written(RunState state, HealthWord word) => word.Entry switch
    {
        HealthEntry.Judged judged => state with
        {
            Writing = null,
            Unwritten = state.Unwritten.RemoveAt(0),
            Checks = state.Checks.With(judged.Check),
        },
        HealthEntry.RolledBack back => state with
        {
            Writing = null,
            Written = new Decision.RollBack(back.Reason, word.After, word.Course),
        },
        _ => throw new InvalidOperationException($"nothing follows from {word.Entry}"),
    };

    /// <summary>Whatever is under way was for another version.</summary>
    private static RunState Move(RunState state, RunPosition to) => state with
    {
        Term = state.Term + 1,
        Step = to.Step,
        Version = to.Version,
        Round = to.Round,
        Abandoned = null,
        Attempts = 0,
        BrokenAt = null,
        Accused = state.Accused.Clear(),
        HealingFrom = null,
        Index = state.Index.Replace(
            state.Workers.ToImmutableSortedDictionary(w => w.Key, w => w.Value with { HealingSince = null, HealFailed = false }),
            state.Course,
            to.Step),
    };

    /// <summary>The healthy version is at the coordinator's node, and nobody holds it as a version of the new course.</summary>
    private static RunState RollBack(RunState state, TimeSpan now, Decision.RollBack back) => Move(state, back.To) with
    {
        Course = back.Course,
        Checks = state.Checks.RolledBack(),
        Diverged = null,
        Unwritten = [],
        Written = null,
        Unheld = null,
        SnapshotStep = back.To.Step,
        SnapshotTaken = SnapshotPurpose.Evaluate | SnapshotPurpose.Checkpoint,
        Safe = back.To,
        SafeAt = now,
        History = [],
    };

    private static RunState Join(RunState state, TimeSpan now, WorkerJoined joined)
    {
        var known = state.Workers.GetValueOrDefault(joined.Worker);
        if (known is { LostReason: null } && (joined.Course, joined.Step).CompareTo((known.Course, known.Step)) < 0 || now < known?.BarredUntil)
        {
            return Drop(state);
        }

        var worker = known switch
        {
            not { LostReason: null } =>
                new WorkerState(joined.Worker, joined.Step, LoadTime: known?.LoadTime, Course: joined.Course, Every: joined.Every),
            _ when (joined.Course, joined.Step) == (known.Course, known.Step) => known with { HealFailed = known.HealingSince is not null },
            _ => known with
            {
                Step = joined.Step,
                Course = joined.Course,
                Every = joined.Every,
                HealingSince = null,
                HealFailed = false,
                LoadTime = now - known.HealingSince ?? known.LoadTime,
            },
        };
        return worker == known ? state : state.With(worker);
    }

    private static RunState Lose(
        RunState state, TimeSpan now, WorkerId worker, string reason, TimeSpan? barredUntil = null)
    {
        var known = state.Workers.GetValueOrDefault(worker) ?? new WorkerState(worker, Step: -1);
        if (known.LostReason is not null)
        {
            // One that is found to have wrong bits only after it was lost may not come back either.
            return barredUntil > (known.BarredUntil ?? TimeSpan.Zero)
                ? state.With(known with { BarredUntil = barredUntil })
                : state;
        }

        // The break that was counted when its attempt was abandoned is now explained: one fault, not two.
        var explains = state.BrokenAt is not null && state.Abandoned?.Ranges.ContainsKey(worker) == true;
        return StopIfAllLeave(state.With(known with { LostReason = reason, BarredUntil = barredUntil }) with
        {
            SnapshotBy = state.SnapshotBy == worker ? null : state.SnapshotBy,
            SnapshotSince = state.SnapshotBy == worker ? null : state.SnapshotSince,
            Faults = state.Faults + (explains ? 0 : 1),
            BrokenAt = explains ? null : state.BrokenAt,
            LastLossAt = now,
        });
    }

    /// <summary>One that is unknown or lost is let go like the others: it waits for that word.</summary>
    private static RunState Leave(RunState state, WorkerId worker)
    {
        var known = state.Workers.GetValueOrDefault(worker) ?? new WorkerState(worker, Step: -1, LostReason: "it never joined");
        return known.Leaving ? state : StopIfAllLeave(state.With(known with { Leaving = true }));
    }

    /// <summary>The last worker can't leave the version behind: its leaving ends the run, with a checkpoint.</summary>
    private static RunState StopIfAllLeave(RunState state)
    {
        // Almost always the first one shows it.
        return state.StopReason is null && state.Alive.All(w => w.Leaving) && state.Alive.LastOrDefault() is { } last
            ? state with { StopReason = $"the last worker, {last.Id}, leaves" }
            : state;
    }

    /// <summary>An attempt that ends with all its workers alive is a fault of its own; the loss of a worker is one
    /// already.</summary>
    private static RunState Abandon(RunState state, TimeSpan now, AttemptAbandoned abandoned)
    {
        var open = state.Open!;
        var everyoneLives = open.Ranges.Keys.All(w => state.Workers[w].LostReason is null);
        var broken = everyoneLives ? abandoned.Fault as AttemptFault.Broken : null;
        return state with
        {
            Open = null,
            Ending = false,
            Abandoned = open,
            Faults = state.Faults + (broken is not null || abandoned.Fault is AttemptFault.OfRun or AttemptFault.Diverged ? 1 : 0),
            BrokenAt = broken is null ? null : now,
            Accused = broken?.Suspect is { } accused && open.Ranges.ContainsKey(accused)
                ? state.Accused.SetItem(accused, state.Accused.GetValueOrDefault(accused) + 1)
                : state.Accused,
            Fault = abandoned.Fault is AttemptFault.OfWorker fault
                && (fault.ForGood || state.Workers[fault.Worker].LostReason is null)
                ? fault
                : null,
            FailReason = abandoned.Fault is AttemptFault.OfRun ? abandoned.Reason : null,
            Diverged = abandoned.Fault is AttemptFault.Diverged ? abandoned.Reason : null,
        };
    }

    private static RunState Commit(RunState state, AttemptCommitted committed)
    {
        var (commit, record) = (committed.Commit, committed.Record);
        var after = new RunPosition(commit.Step, commit.Version, state.Round + 1);
        return state with
        {
            History = record.IsRedone
                ? state.History
                : state.History.Add(new CommittedVersion(after, record.Steps, commit.Hash)),
            Redone = state.Redone + (record.IsRedone ? record.Steps.Count : 0),
            Open = null,
            Ending = false,
            Abandoned = null,
            Accused = state.Accused.Clear(),
            Attempts = 0,
            Step = after.Step,
            Version = after.Version,
            Round = after.Round,
            StepSeconds = record.Duration.TotalSeconds / record.Steps.Count,
            Index = state.Index.Replace(
                state.Workers.SetItems(record.Reports.Select(
                    report => Measured(state.Workers[report.Worker], report, after.Step, state.Course))),
                state.Course,
                after.Step),
        };
    }

    /// <summary>Half the old speed, half the new: one slow round does not move the replicas, two do.</summary>
    private static KeyValuePair<WorkerId, WorkerState> Measured(WorkerState worker, Combined report, long step, int course)
    {
        var measured = report.ComputeSeconds / report.ReplicaSteps;
        return new(worker.Id, worker with
        {
            Step = step,
            Course = course,
            Every = report.Every,
            SecondsPerReplicaStep = report.ReplicaSteps == 0 ? worker.SecondsPerReplicaStep
                : worker.SecondsPerReplicaStep is { } before ? (before + measured) / 2
                : measured,
        });
    }

    private static RunState With(this RunState state, WorkerState worker) =>
        state with { Index = state.Index.Set(worker) };

    private static RunState Drop(RunState state) => state with { Dropped = state.Dropped + 1 };
}
