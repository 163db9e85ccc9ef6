using System.Collections.Immutable;
using GanCluster.Core.Ledger;
using GanCluster.Core.Rounds;
using GanCluster.Core.Runs;
using GanCluster.Core.Sums;
using GanCluster.Core.Workers;
using static GanCluster.Core.Rounds.DivergedPart;
using static GanCluster.Core.Rounds.NetworkKind;

namespace GanCluster.Core.Tests.Workers;

/// <summary>What a worker does when a sum is not finite.</summary>
public sealed class DivergenceSpecs : IDisposable
{
    private static readonly WorkerId Self = new("w1");
    private static readonly ImmutableArray<WorkerId> Both = [Self, new("w2")];
    private readonly FakeReplica _replica = new(new SamplePlan(4, 2, 2));
    private readonly FakeExchange _exchange;
    private RoundWorker? _worker;

    public DivergenceSpecs() => _exchange = new FakeExchange(_replica.Calls);

    [Theory]
    [InlineData(Discriminator, "D 1.0 r3|sum 37")]
    [InlineData(Generator, "G 1 r3|sum 21")]
    public void A_gradient_that_is_not_finite_is_seen_before_the_optimizer_steps(NetworkKind network, string last)
    {
        _replica.Diverges.Add(new Divergence(1, network, Gradient, 2));

        Assert.Equal(new Divergence(1, network, Gradient), Run(SyncMode.Gradients).Where);

        Assert.Equal(last.Split('|'), _replica.Calls.TakeLast(2));
        Assert.False(_worker!.Commit(new Committed(Id(1), 1, 4, default)));
    }

    [Theory]
    [InlineData(Discriminator, "D 1.0")]
    [InlineData(Generator, "G 1")]
    public void Weights_that_are_not_finite_are_seen_at_the_step_that_made_them(NetworkKind network, string last)
    {
        _replica.Diverges.Add(new Divergence(1, network, Weights));

        Assert.Equal(new Divergence(1, network, Weights), Run(SyncMode.Gradients).Where);

        Assert.Equal(last, _replica.Calls[^1]);
        Assert.False(_worker!.Commit(new Committed(Id(1), 1, 4, default)));
    }

    [Fact]
    public void A_gradient_whose_square_is_no_number_is_not_finite()
    {
        // The others' gradients are zeros, but for one that is a number by itself.
        _exchange.Add = sum => sum.Span[20] += sum.Length == 37 ? 2e19f : 0;

        Assert.Equal(new Divergence(0, Discriminator, Gradient), Run(SyncMode.Gradients).Where);
    }

    [Fact]
    public void Every_replica_makes_its_local_steps_and_all_are_asked_which_one_diverged()
    {
        _replica.Diverges.Add(new Divergence(2, Generator, Weights, 1));

        Assert.Equal(new Divergence(2, Generator, Weights, 1), Run(SyncMode.Parameters).Where);

        Assert.Equal(
            ["begin", "local r0", "local r1", "local r2", "local r3", "sum 58", "sum 8"], _replica.Calls);
        Assert.False(_worker!.Commit(new Committed(Id(1), 1, 4, default)));
    }

    [Theory]
    [InlineData("2 D 0|1 G 3|3 D 2", "1 G 3")]
    [InlineData("2 G 0|2 D 3|2 D 1", "2 D 1")]
    [InlineData("0 G 0|0 G 3", "0 G 0")]
    [InlineData("3 D 3", "3 D 3")]
    public void The_least_by_step_network_and_replica_is_named_whoever_computed_it(string diverging, string named)
    {
        _replica.Diverges.AddRange(diverging.Split('|').Select(Parse));
        var alone = Run(SyncMode.Parameters).Where;
        Assert.Equal(Parse(named), alone);

        // The rows that the others add are what they would write: those of their own replicas.
        for (var first = 0; first < 4; first++)
        {
            var others = first;
            _exchange.Add = sum =>
            {
                foreach (var d in _replica.Diverges.Where(d => sum.Length == 8 && d.Replica != others))
                {
                    sum.Span[2 * d.Replica!.Value] = d.Step + 1;
                    sum.Span[(2 * d.Replica.Value) + 1] = (2 * (int)d.Network) + (int)d.Part;
                }

                if (sum.Length == 58)
                {
                    sum.Span[0] = float.NaN;
                }
            };
            Assert.Equal(alone, Run(SyncMode.Parameters, new ReplicaRange(others, 1)).Where);
        }
    }

    [Theory]
    [InlineData(Discriminator)]
    [InlineData(Generator)]
    public void Finite_states_can_have_a_mean_that_is_not(NetworkKind network)
    {
        _replica.Diverges.Add(new Divergence(3, network, Weights));

        Assert.Equal(new Divergence(3, network, Weights), Run(SyncMode.Parameters).Where);

        Assert.Equal("average", _replica.Calls[^1]);
        Assert.False(_worker!.Commit(new Committed(Id(1), 1, 4, default)));
    }

    [Fact]
    public void An_attempt_after_a_broken_one_names_the_same_without_computing_it_again()
    {
        _replica.Diverges.Add(new Divergence(2, Discriminator, Gradient, 1));
        _exchange.BreakNext = true;
        Assert.Throws<ExchangeBrokenException>(() => Run(SyncMode.Parameters));
        _replica.Calls.Clear();

        var again = Assert.IsType<NotFinite>(_worker!.Run(Assigned(2, new ReplicaRange(0, 4)), _ => { }));

        Assert.Equal((Id(2), Self, _replica.Diverges[0]), (again.Id, again.Worker, again.Where));
        Assert.Equal(["sum 58", "sum 8"], _replica.Calls);
    }

    public void Dispose()
    {
        _worker?.Dispose();
        _replica.Dispose();
    }

    private static AttemptId Id(int attempt) => new(new RunId("run"), 1, 1, attempt);

    private static Divergence Parse(string text)
    {
        var parts = text.Split(' ');
        return new Divergence(
            int.Parse(parts[0], null), parts[1] == "D" ? Discriminator : Generator, Gradient, int.Parse(parts[2], null));
    }

    private static RoundAssignment Assigned(int attempt, ReplicaRange range) =>
        new(Id(attempt), 0, new StepSpan(0, 4), [range], Both);

    private NotFinite Run(SyncMode sync, ReplicaRange? range = null)
    {
        _worker?.Dispose();
        _replica.Calls.Clear();
        var configuration = new RunConfiguration { Family = "fake", Data = "none", Replicas = 4, Sync = sync };
        _worker = new RoundWorker(Self, _replica, _exchange, configuration, () => TimeSpan.Zero);
        return Assert.IsType<NotFinite>(_worker.Run(Assigned(1, range ?? new ReplicaRange(0, 4)), _ => { }));
    }
}
