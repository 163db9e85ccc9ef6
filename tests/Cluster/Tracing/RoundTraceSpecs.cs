using System.Diagnostics;
using System.Globalization;
using GanCluster.Cluster.Tests.Local;
using GanCluster.Core.Runs;
using static GanCluster.Core.Runs.SyncMode;

namespace GanCluster.Cluster.Tests.Tracing;

[Collection(Name)]
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class RoundTraceSpecs
{
    public const string Name = "spans";

    [Theory]
    [InlineData(Gradients)]
    [InlineData(Parameters)]
    public void A_round_is_one_trace_from_the_assignment_to_every_worker_s_commit(SyncMode sync)
    {
        using var heard = new HeardSpans();
        var run = new LocalRun(sync, Replicas: 4, Workers: 2);

        run.RunToTheEnd();

        var traces = heard.Ended.GroupBy(span => span.TraceId).ToList();
        Assert.Equal(run.Observer.Rounds.Count, traces.Count);
        foreach (var trace in traces.OrderBy(Round).SkipLast(1))
        {
            var round = Assert.Single(trace, span => span.ParentSpanId == default);
            Assert.Equal(("round", "committed"), (round.OperationName, round.GetTagItem("gancluster.outcome")));
            Assert.Equal(
                ["assign", "commit", "commit worker-1", "commit worker-2", "compute worker-1", "compute worker-2"],
                trace.Where(span => span.ParentSpanId == round.SpanId).Select(Named).Order(StringComparer.Ordinal));
            foreach (var compute in trace.Where(span => span.OperationName == "compute"))
            {
                var exchange = Assert.Single(trace, span => span.ParentSpanId == compute.SpanId);
                Assert.Equal($"exchange {compute.GetTagItem("gancluster.worker")}", Named(exchange));
                Assert.True(compute.StartTimeUtc <= exchange.StartTimeUtc && End(exchange) <= End(compute), "the exchange is no part of it");
                Assert.True(round.StartTimeUtc <= compute.StartTimeUtc && End(compute) <= End(round), "the worker's part is no part of it");
            }
        }
    }

    [Fact]
    public void A_trace_says_which_steps_were_tried_by_how_many_and_how_often_they_met()
    {
        using var heard = new HeardSpans();

        new LocalRun(Gradients, Replicas: 5, Workers: 2).RunToTheEnd();

        var rounds = heard.Ended.Where(span => span.OperationName == "round").OrderBy(span => span.StartTimeUtc).ToList();
        Assert.Equal(0L, rounds[0].GetTagItem("gancluster.step.first"));
        Assert.Equal(LocalRun.Steps, rounds.Sum(span => (int)span.GetTagItem("gancluster.step.count")!));
        Assert.All(rounds, round => Assert.Equal((2, 1), (round.GetTagItem("gancluster.workers"), round.GetTagItem("gancluster.attempt"))));
        Assert.Equal(
            2 * LocalRun.Steps * (2 + 1),
            heard.Ended.Where(span => span.OperationName == "exchange").Sum(span => (int)span.GetTagItem("gancluster.exchange.sums")!));
        Assert.Equal(
            rounds.Count * 5,
            heard.Ended.Where(span => span.OperationName == "compute").Sum(span => (int)span.GetTagItem("gancluster.replicas")!));
    }

    [Fact]
    public void An_attempt_that_came_to_nothing_is_a_trace_of_its_own_with_the_reason()
    {
        using var heard = new HeardSpans();
        var run = new LocalRun(Gradients, Replicas: 4, Workers: 3) { Faults = new FaultSchedule().KillAt("worker-2", 12, Phase.GradientD) };

        run.RunToTheEnd();

        var abandoned = Assert.Single(heard.Ended, span => Equals(span.GetTagItem("gancluster.outcome"), "abandoned"));
        Assert.Equal(ActivityStatusCode.Error, abandoned.Status);
        Assert.Contains("worker-2", abandoned.StatusDescription, StringComparison.Ordinal);
        var again = heard.Ended.Where(span => span.OperationName == "round" && Round(span) == Round(abandoned)).ToList();
        Assert.Equal([1, 2], again.Select(span => (int)span.GetTagItem("gancluster.attempt")!).Order());
        Assert.Equal(2, again.Select(span => span.TraceId).Distinct().Count());
        Assert.Equal(
            ActivityStatusCode.Error,
            heard.Ended.First(span => span.TraceId == abandoned.TraceId && Named(span) == "compute worker-1").Status);
    }

    [Fact]
    public void What_the_coordinator_does_not_trace_no_worker_does()
    {
        using var heard = new HeardSpans(ActivitySamplingResult.PropagationData);

        new LocalRun(Gradients, Replicas: 4, Workers: 2).RunToTheEnd();

        Assert.All(heard.Ended, span => Assert.Equal(("round", false), (span.OperationName, span.Recorded)));
    }

    [Theory]
    [InlineData(Gradients)]
    [InlineData(Parameters)]
    public void A_traced_run_has_the_bits_of_a_quiet_one(SyncMode sync)
    {
        var quiet = LocalRun.Quiet(sync, replicas: 4);
        using var heard = new HeardSpans();
        var run = new LocalRun(sync, Replicas: 4, Workers: 2);

        run.RunToTheEnd();

        Assert.NotEmpty(heard.Ended);
        Assert.Equal(quiet, run.Hash);
    }

    private static DateTime End(Activity span) => span.StartTimeUtc + span.Duration;

    private static string Named(Activity span) => $"{span.OperationName} {span.GetTagItem("gancluster.worker")}".TrimEnd();

    private static long Round(Activity span) =>
        Convert.ToInt64(span.GetTagItem("gancluster.round"), CultureInfo.InvariantCulture);

    private static long Round(IEnumerable<Activity> trace) => Round(trace.First());
}
