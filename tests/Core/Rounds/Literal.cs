using System.Collections.Immutable;
using GanCluster.Core.Hashing;
using GanCluster.Core.Rounds;
using GanCluster.Core.Runs;
using GanCluster.Core.Sums;

namespace GanCluster.Core.Tests.Rounds;

/// <summary>States, events and options, short enough to be read where they are used. The clock starts at 0.</summary>
internal static class Literal
{
    public static readonly Hash128 Good = new(1, 1);
    public static readonly Hash128 Odd = new(2, 2);

    public static readonly RoundOptions Options = new()
    {
        Run = new RunId("run"),
        Sync = SyncMode.Gradients,
        SyncEvery = 20,
        Replicas = 8,
        TargetStep = 1000,
    };

    public static TimeSpan Sec(double seconds) => TimeSpan.FromSeconds(seconds);

    public static WorkerId W(int number) => new($"w{number}");

    public static AttemptId Attempt(int attempt, long round = 4) => new(Options.Run, 1, round, attempt);

    public static ReplicaRange Range(int first, int count) => new(first, count);

    /// <summary>Step 30, version 3, round 4, at 0.1 s a step.</summary>
    public static RunState Idle(params WorkerState[] workers) =>
        RunState.StartingAt(TimeSpan.Zero, term: 1, step: 30, version: 3, round: 4) with
        {
            StepSeconds = 0.1,
            Workers = workers.ToImmutableSortedDictionary(w => w.Id, w => w),
        };

    /// <summary>The same; the coordinator has a copy of step 10, and rounds 2 and 3 made steps 20 and 30.</summary>
    public static RunState WithHistory(this RunState idle) => idle with
    {
        Safe = new RunPosition(10, 1, 2),
        History =
        [
            new CommittedVersion(new RunPosition(20, 2, 3), new StepSpan(10, 10), Odd),
            new CommittedVersion(new RunPosition(30, 3, 4), new StepSpan(20, 10), Good),
        ],
    };

    /// <summary>A worker that holds step 30.</summary>
    public static WorkerState Ready(int number, double? speed = null) => new(W(number), 30, speed);

    public static WorkerState Lagging(int number, TimeSpan? healingSince = null) =>
        new(W(number), 20, HealingSince: healingSince);

    public static WorkerState Lost(int number, string reason = "killed") => new(W(number), 30, LostReason: reason);

    /// <summary>Workers 1 to n with 8/n replicas each in attempt 1 at round 4, opened at 100 s: steps 30 to 39.</summary>
    public static RunState Open(int workers, double? speed = null)
    {
        var ready = Enumerable.Range(1, workers).Select(n => Ready(n, speed)).ToArray();
        var ranges = Assignment.BySpeed(Options.Replicas, [.. ready]);
        return Idle(ready) with
        {
            Attempts = 1,
            Open = new Attempt(Attempt(1), 3, new StepSpan(30, 10), ranges, Options.FirstDeadline),
        };
    }

    public static Combined Report(int worker, Hash128? hash = null, int attempt = 1, double seconds = 1, long steps = 10) =>
        new(Attempt(attempt), W(worker), hash ?? Good, [], [], seconds, steps);

    /// <summary>The same attempt, as the parameter averaging knows it.</summary>
    public static AttemptState OpenAttempt(int workers, double patience = 120) =>
        new(Open(workers).Open! with { Patience = Sec(patience) }, Sec(100));

    /// <summary>Of the attempt that is open, after a second.</summary>
    public static AttemptCommitted Commit(this RunState state, params Combined[] reports)
    {
        var open = state.Open!;
        var commit = new Committed(open.Id, open.Version + 1, open.Steps.End, Good);
        return new AttemptCommitted(
            commit, new RoundRecord(open.Id, commit.Version, open.Steps, Sec(1), default, [.. reports]));
    }

    public static AttemptAbandoned Abandon(this RunState state, AttemptFault fault, string reason = "it broke") =>
        new(state.Open!.Id, reason, fault);

    public static AttemptState With(this AttemptState state, params IAttemptEvent[] events) =>
        events.Aggregate(state, (s, e) => s.Apply(Sec(101), e));

    public static RunState With(this RunState state, params IRunEvent[] events) =>
        events.Aggregate(state, (s, e) => s.Apply(Sec(101), e));

    public static RunState Take(this RunState state, TimeSpan now, RoundOptions options) =>
        state.Apply(now, RoundRules.Decide(now, state, options));

    public static TDecision Decides<TDecision>(string reason, RunState state, double at = 100, RoundOptions? options = null)
        where TDecision : Decision
    {
        var decision = RoundRules.Decide(Sec(at), state, options ?? Options);
        var expected = Assert.IsType<TDecision>(decision);
        Assert.Equal(reason, decision.Reason);
        return expected;
    }

    public static TDecision Decides<TDecision>(string reason, AttemptState state, double at = 101)
        where TDecision : AveragingDecision
    {
        var decision = AveragingRules.Decide(Sec(at), state);
        var expected = Assert.IsType<TDecision>(decision);
        Assert.Equal(reason, decision.Reason);
        return expected;
    }

    public static string Text(this ImmutableSortedDictionary<WorkerId, ImmutableArray<ReplicaRange>> ranges) =>
        string.Join(' ', ranges.Select(r => $"{r.Key}:{string.Join(',', r.Value)}"));
}
