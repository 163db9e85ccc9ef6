using System.Collections.Immutable;
using GanCluster.Cluster.Tracing;
using GanCluster.Core.Rounds;
using GanCluster.Core.Sums;
using GanCluster.Core.Workers;
using GanCluster.Exchange.Memory;

namespace GanCluster.Cluster.Tests.Tracing;

/// <summary>While nobody listens.</summary>
[Collection(RoundTraceSpecs.Name)]
public sealed class QuietRoundSpecs
{
    private static readonly WorkerId Worker = new("worker-1");

    [Fact]
    public void A_round_that_nobody_traces_allocates_nothing_for_a_trace()
    {
        var attempt = new Attempt(
            new AttemptId(new RunId("run"), 1, 1, 1),
            0,
            new StepSpan(0, 5),
            ImmutableSortedDictionary<WorkerId, ImmutableArray<ReplicaRange>>.Empty.Add(Worker, [new ReplicaRange(0, 4)]),
            TimeSpan.FromSeconds(10));
        var assignment = new RoundAssignment(attempt.Id, 0, attempt.Steps, attempt.Ranges[Worker], [Worker]);
        Pass(attempt, assignment);
        var before = GC.GetAllocatedBytesForCurrentThread();

        for (var i = 0; i < 100; i++)
        {
            Pass(attempt, assignment);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void An_exchange_that_nobody_traces_is_the_plain_one()
    {
        IParameterExchange plain = new MemoryExchange();

        using var session = new TracedExchange(plain).Join(new AttemptId(new RunId("run"), 1, 1, 1), Worker, [Worker]);

        Assert.Equal(typeof(MemoryExchange).Assembly, session.GetType().Assembly);
    }

    [Fact]
    public void A_context_that_is_none_is_no_trace() => Assert.Null(WorkerTrace.Compute(
        new RoundAssignment(new AttemptId(new RunId("run"), 1, 1, 1), 0, new StepSpan(0, 5), [], [Worker], Trace: "00-nonsense"), Worker));

    private static void Pass(Attempt attempt, RoundAssignment assignment)
    {
        Assert.True(AttemptTrace.Open(attempt) is null);
        Assert.True(WorkerTrace.Compute(assignment, Worker) is null);
        Assert.True(WorkerTrace.Commit(attempt.Id, Worker, assignment.Trace) is null);
    }
}
