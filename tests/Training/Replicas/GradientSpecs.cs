using GanCluster.Core.Runs;

namespace GanCluster.Training.Tests.Replicas;

public class GradientSpecs
{
    [Theory]
    [InlineData("mixture")]
    [InlineData("dcgan")]
    public void A_steps_gradients_are_the_same_bits_again_and_on_another_thread(string family)
    {
        var configuration = Runs.Of(family);
        var expected = Gradients(configuration);
        Assert.All(expected, gradient => Assert.Contains(gradient, value => value != 0));
        Assert.Equal(expected, Gradients(configuration));
        float[][]? elsewhere = null;
        var thread = new Thread(() => elsewhere = Gradients(configuration));
        thread.Start();
        thread.Join();
        Assert.Equal(expected, elsewhere);
    }

    [Fact]
    public void The_other_replicas_of_a_device_leave_no_trace_in_a_replicas_gradients()
    {
        using var replica = Runs.Replica(Runs.Mixture);
        using var gradient = replica.Rent(replica.Lengths.Discriminator);
        replica.DiscriminatorGradient(0, 0, 1, gradient.Memory);
        var alone = gradient.Memory.ToArray();
        replica.Begin();
        replica.DiscriminatorGradient(0, 0, 0, gradient.Memory);
        Assert.NotEqual(alone, gradient.Memory.ToArray());
        replica.DiscriminatorGradient(0, 0, 1, gradient.Memory);
        Assert.Equal(alone, gradient.Memory.ToArray());
    }

    [Fact]
    public void Another_step_and_another_seed_give_others()
    {
        var expected = Gradients(Runs.Mixture);
        Assert.All(expected.Zip(Gradients(Runs.Mixture, step: 1)), pair => Assert.NotEqual(pair.First, pair.Second));
        var seeded = Gradients(Runs.Mixture with { Seed = 2 });
        Assert.All(expected.Zip(seeded), pair => Assert.NotEqual(pair.First, pair.Second));
    }

    [Theory]
    [InlineData("mixture")]
    [InlineData("dcgan")]
    public void A_step_of_D_changes_D_alone_and_a_step_of_G_changes_G_alone(string family)
    {
        var configuration = Runs.Of(family);
        using var replica = Runs.Replica(configuration);
        using var steps = new ReplicaSteps(replica, configuration);
        var start = Snapshots.Of(replica);

        steps.DiscriminatorStep(0);
        var afterD = Snapshots.OfWorking(replica, 1);
        Assert.Equal(start.Where("g.", "opt.g.", "ema."), afterD.Where("g.", "opt.g.", "ema."));
        Assert.NotEqual(start.Where("d."), afterD.Where("d."));

        steps.GeneratorStep(0);
        var afterG = Snapshots.OfWorking(replica, 1);
        Assert.Equal(afterD.Where("d.", "opt.d."), afterG.Where("d.", "opt.d."));
        Assert.NotEqual(start.Where("g."), afterG.Where("g."));
        Assert.Equal(afterG.Bits("g."), afterG.Bits("ema."));
    }

    [Fact]
    public void The_sum_is_divided_by_the_number_of_replicas()
    {
        var one = Runs.Mixture with { Replicas = 1 };
        Assert.Equal(StepWith(one, 1), StepWith(one with { Replicas = 4 }, 4));
    }

    [Fact]
    public void Several_discriminator_steps_read_batches_of_their_own()
    {
        var configuration = Runs.Mixture with { DSteps = 2 };
        using var replica = Runs.Replica(configuration);
        using var steps = new ReplicaSteps(replica, configuration);
        steps.DiscriminatorStep(0, 0);
        var first = steps.DiscriminatorGradients;
        steps.DiscriminatorStep(0, 1);
        Assert.NotEqual(first[0], steps.DiscriminatorGradients[0]);
        steps.GeneratorStep(0);
        steps.Make(1);

        // Batch 8: replica 1 reads 8..15, then 24..31 for the step's second batch, and so on.
        var (reads, statistics) = replica.Report(1, 2);
        Assert.Equal("8:8+16x4", reads.Encode());
        Assert.InRange(statistics.ScoreReal, 0.01, 0.99);
        Assert.InRange(statistics.ScoreFake, 0.01, 0.99);
    }

    [Fact]
    public void The_reports_scores_are_those_that_the_losses_are_made_of()
    {
        var configuration = Runs.Mixture with { Objective = "wasserstein", Penalties = new(), DSteps = 2 };
        using var replica = Runs.Replica(configuration);
        using var steps = new ReplicaSteps(replica, configuration);
        steps.Make(0);
        steps.Make(1);

        var statistics = replica.Report(1, 2).Statistics;

        Assert.Equal(statistics.ScoreFake - statistics.ScoreReal, statistics.LossD, 1e-6);
        Assert.True(Math.Abs(statistics.LossD) > 1e-4);
        Assert.Equal(-statistics.ScoreFake, statistics.LossG, 0.1);
    }

    private static float[][] Gradients(RunConfiguration configuration, long step = 0)
    {
        using var replica = Runs.Replica(configuration);
        using var steps = new ReplicaSteps(replica, configuration);
        steps.Make(step);
        return [.. steps.DiscriminatorGradients, .. steps.GeneratorGradients];
    }

    private static IReadOnlyList<(string, string)> StepWith(RunConfiguration configuration, float value)
    {
        using var replica = Runs.Replica(configuration);
        using var sum = replica.Rent(replica.Lengths.Discriminator);
        sum.Memory.Span.Fill(value);
        replica.DiscriminatorStep(0, 0, sum.Memory);
        return Snapshots.OfWorking(replica, 1).Where("d.", "opt.d.");
    }
}
