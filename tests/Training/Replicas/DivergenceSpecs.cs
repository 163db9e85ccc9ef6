using GanCluster.Core.Rounds;
using GanCluster.Core.Runs;
using GanCluster.Core.Workers;

namespace GanCluster.Training.Tests.Replicas;

/// <summary>Where a replica's numbers end. Its first update of D moves each weight by the learning rate.</summary>
public class DivergenceSpecs
{
    private static readonly StepSpan Four = new(0, 4);

    public static TheoryData<string, RunConfiguration, NetworkKind, DivergedPart> Cases => new()
    {
        { "D's weights", With(o => o with { D = 1e39 }), NetworkKind.Discriminator, DivergedPart.Weights },
        { "G's gradient through D", With(o => o with { D = 1e38 }), NetworkKind.Generator, DivergedPart.Gradient },
        { "G's weights", With(o => o with { G = 1e39 }), NetworkKind.Generator, DivergedPart.Weights },
        { "a penalty that is no float", Runs.Mixture with { Penalties = new() { R1 = 1e40 } }, NetworkKind.Discriminator,
            DivergedPart.Gradient },
        { "a root of zero", With(o => o with { Epsilon = 1e-300 }), NetworkKind.Discriminator, DivergedPart.Weights },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void Local_steps_stop_where_the_numbers_end(
        string what, RunConfiguration configuration, NetworkKind network, DivergedPart part)
    {
        using var replica = Runs.Replica(configuration);
        using var state = replica.Rent(replica.Lengths.State);
        var made = 0;

        var diverged = replica.LocalSteps(Four, 1, state.Memory, () => made++);

        Assert.Equal((what, new Divergence(0, network, part, 1)), (what, diverged));
        Assert.Equal(0, made);
        Assert.Equal(part == DivergedPart.Gradient, replica.IsFinite(network));
    }

    [Fact]
    public void A_replica_that_stopped_makes_the_next_ones_steps_as_if_nothing_had_been()
    {
        var configuration = Runs.Mixture with { Penalties = new PenaltyOptions { R1 = 1e30 } };
        using var replica = Runs.Replica(configuration);
        using var other = Runs.Replica(configuration);
        using var state = replica.Rent(replica.Lengths.State);
        using var expected = other.Rent(replica.Lengths.State);
        Assert.Equal(
            new Divergence(0, NetworkKind.Discriminator, DivergedPart.Gradient, 0),
            replica.LocalSteps(Four, 0, state.Memory, () => { }));
        replica.Begin();
        Assert.True(replica.IsFinite(NetworkKind.Discriminator));
        Assert.Equal(other.LocalSteps(Four, 1, expected.Memory, () => { }), replica.LocalSteps(Four, 1, state.Memory, () => { }));
    }

    [Theory]
    [InlineData(1, true)]
    [InlineData(2, false)]
    public void A_gradient_is_too_large_when_the_replicas_second_moments_could_not_be_added_up(int replicas, bool finite)
    {
        // Beyond all else in D's loss its gradient is proportional to the penalty's weight.
        var large = Runs.Mixture with { Replicas = replicas, Penalties = new PenaltyOptions { R1 = 1e15 } };
        var perWeight = LargestGradient(large) / 1e15;
        var two = 1.2 * Finite.LargestGradient / Math.Sqrt(2);
        using var replica = Runs.Replica(large with { Penalties = new PenaltyOptions { R1 = two / perWeight } });
        using var state = replica.Rent(replica.Lengths.State);

        var diverged = replica.LocalSteps(new StepSpan(0, 1), 0, state.Memory, () => { });

        Divergence? expected = finite ? null : new Divergence(0, NetworkKind.Discriminator, DivergedPart.Gradient, 0);
        Assert.Equal(expected, diverged);
    }

    private static double LargestGradient(RunConfiguration configuration)
    {
        using var replica = Runs.Replica(configuration);
        using var gradient = replica.Rent(replica.Lengths.Discriminator);
        replica.DiscriminatorGradient(0, 0, 0, gradient.Memory);
        return gradient.Memory.ToArray().Max(Math.Abs);
    }

    private static RunConfiguration With(Func<OptimizerOptions, OptimizerOptions> change) =>
        Runs.Mixture with { Optimizer = change(Runs.Mixture.Optimizer with { Final = 1 }) };
}
