using System.Collections.Immutable;
using GanCluster.Core.Hashing;
using GanCluster.Core.Ledger;
using GanCluster.Core.Rounds;
using GanCluster.Core.Sums;
using GanCluster.EndToEnd.Tests.Commands;
using GanCluster.Node.Journal;
using GanCluster.Node.Runs;
using GanCluster.Node.Terminal;
using GanCluster.Node.Training;
using GanCluster.Training.Parts;

namespace GanCluster.EndToEnd.Tests.Runs;

public sealed class RunRecorderSpecs : IDisposable
{
    private static readonly WorkerId First = new("worker-1");
    private static readonly WorkerId Second = new("worker-2");
    private static readonly AttemptId Id = new(new RunId("ring8"), 1, 3, 2);
    private static readonly RunState State = RunState.StartingAt(TimeSpan.Zero, term: 1, step: 0, version: 0, round: 3);

    private readonly TemporaryFolder _folder = new();
    private readonly FakeClock _clock = new();
    private readonly StringWriter _shown = new() { NewLine = "\n" };
    private readonly RunDatabase _journal;

    public RunRecorderSpecs() => _journal = RunDatabase.Open(_folder.Below("run.db"), create: true);

    public void Dispose()
    {
        _journal.Dispose();
        _shown.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void A_commit_is_a_row_and_its_contributions()
    {
        var recorder = Recorder();
        _clock.Advance(TimeSpan.FromSeconds(4));

        recorder.OnCommitted(Round(first: 10, steps: 5), State);

        var contribution = new Contribution(3, 0, 2, "worker-1", 100, 64, 7, "100+64");
        Assert.Equal(
            new RoundRow(
                3, 2, 1, Version: 9, FirstStep: 10, Steps: 5, Images: 5 * 4 * 16, Workers: 2, Seconds: 2.5, LossD: 0.5, LossG: 1.5,
                ScoreReal: 0.75, ScoreFake: 0.25, new Hash128(1, 2).ToString(), _clock.GetUtcNow()),
            Assert.Single(_journal.ReadRounds()));
        Assert.Equal([contribution, contribution with { Replica = 1, Worker = "worker-2" }], _journal.ReadContributions());
        Assert.Equal(5 * 4 * 16 / 4.0, recorder.ImagesPerSecond);
    }

    [Fact]
    public void An_attempt_has_begun_when_the_last_of_its_workers_computes()
    {
        var recorder = Recorder();
        var ranges = ImmutableSortedDictionary<WorkerId, ImmutableArray<ReplicaRange>>.Empty
            .Add(First, [new ReplicaRange(0, 3)]).Add(Second, [new ReplicaRange(3, 1)]);
        recorder.OnOpened(new Attempt(Id, 8, new StepSpan(10, 5), ranges, TimeSpan.FromSeconds(3)));
        var opened = _clock.GetUtcNow();

        recorder.OnProgress(new RoundProgress(Id, First, 1));
        Assert.Null(Assert.Single(_journal.ReadAttempts()).BegunAt);
        _clock.Advance(TimeSpan.FromSeconds(1));
        recorder.OnProgress(new RoundProgress(Id, Second, 1));
        _clock.Advance(TimeSpan.FromSeconds(1));
        recorder.OnProgress(new RoundProgress(Id, Second, 2));

        Assert.Equal(
            new AttemptRow(3, 2, 1, "worker-1: 0..2; worker-2: 3", opened, opened.AddSeconds(1)),
            Assert.Single(_journal.ReadAttempts()));
    }

    [Fact]
    public void A_fault_is_that_of_a_worker_or_of_an_attempt()
    {
        var recorder = Recorder();

        recorder.OnFault(State, Id, First, "it is gone");
        recorder.OnFault(State, Id, worker: null, "round 3: broken");
        recorder.OnFault(State, attempt: null, Second, "it hangs");

        var now = _clock.GetUtcNow();
        Assert.Equal(
            [
                new FaultRow(now, 3, 2, "worker-1", "worker-lost", "it is gone"),
                new FaultRow(now, 3, 2, "", "attempt-abandoned", "round 3: broken"),
                new FaultRow(now, 3, 0, "worker-2", "worker-lost", "it hangs"),
            ],
            _journal.ReadFaults());
        Assert.Equal("lost worker-1: it is gone\nabandoned round 3: broken\nlost worker-2: it hangs\n", _shown.ToString());
    }

    [Fact]
    public void A_word_too_late_is_journalled()
    {
        Recorder().OnRefused(new RoundProgress(Id, Second, 1));

        Assert.Equal(
            new RefusalRow(_clock.GetUtcNow(), 3, 2, "worker-2", "RoundProgress"), Assert.Single(_journal.ReadRefusals()));
    }

    [Theory]
    [InlineData(null, "18 s left")]
    [InlineData(14.0, "10 s left")]
    [InlineData(3.0, "0 s left")]
    public void What_is_left_ends_at_the_target_or_the_limit(double? limit, string left)
    {
        var recorder = Recorder(limit);
        _clock.Advance(TimeSpan.FromSeconds(4));

        // 5 steps in 2.5 s, and 36 more to go.
        recorder.OnCommitted(Round(first: 59, steps: 5), State);

        Assert.Contains("step 64/100", _shown.ToString(), StringComparison.Ordinal);
        Assert.Contains(left, _shown.ToString(), StringComparison.Ordinal);
        Assert.Contains("128 images/s", _shown.ToString(), StringComparison.Ordinal);
        Assert.Contains("epoch 4.1", _shown.ToString(), StringComparison.Ordinal);
    }

    private static RoundRecord Round(long first, int steps) => new(
        Id,
        Version: 9,
        new StepSpan(first, steps),
        TimeSpan.FromSeconds(2.5),
        new ReplicaStatistics(-1, 0.5, 1.5, 0.75, 0.25),
        [Report(First, 0), Report(Second, 1)]);

    private static Combined Report(WorkerId worker, int replica) => new(
        Id, worker, new Hash128(1, 2), [new Contribution(3, replica, 2, worker.Value, 100, 64, 7, "100+64")], [], 2, 10);

    private RunRecorder Recorder(double? seconds = null)
    {
        var request = RunRequest.Resolve(
            RunParts.BuiltIn, "ring8", ["replicas=4", "batch=16"], seed: 1, steps: 100, images: null, workers: 2);
        var progress = new ProgressLine(_shown, terminal: null, _clock, TimeSpan.Zero);
        return new RunRecorder(request, _journal, snapshots: null!, progress, samples: 1000, seconds, _clock);
    }
}
