using GanCluster.Core.Rounds;
using GanCluster.Core.Runs;
using GanCluster.Core.Workers;
using static TorchSharp.torch;

namespace GanCluster.Training.Tests.Replicas;

public class GradientNormSpecs
{
    [Fact]
    public void In_gradients_every_replica_reports_the_norms_of_the_mean_gradients_that_the_last_step_was_made_with()
    {
        var run = Runs.Mixture with { Replicas = 2, Sync = SyncMode.Gradients };
        using var scope = NewDisposeScope();
        using var replica = Runs.Replica(run);
        using var d = replica.Rent(replica.Lengths.Discriminator);
        using var g = replica.Rent(replica.Lengths.Generator);
        var (normD, normG) = (0.0, 0.0);
        replica.Begin();
        for (var step = 0; step < 2; step++)
        {
            for (var j = 0; j < run.DSteps; j++)
            {
                replica.DiscriminatorGradient(step, j, 1, d.Memory);
                normD = Norms.Of(d.Memory.Span) / run.Replicas;
                replica.DiscriminatorStep(step, j, d.Memory);
            }

            replica.GeneratorGradient(step, 1, g.Memory);
            normG = Norms.Of(g.Memory.Span) / run.Replicas;
            replica.GeneratorStep(step, g.Memory);
        }

        Assert.True(normD > 0 && normG > 0);
        foreach (var of in new[] { 0, 1 })
        {
            var told = replica.Report(of, steps: 2).Statistics;
            Assert.Equal(normD, told.NormD, tolerance: 1e-6 * normD);
            Assert.Equal(normG, told.NormG, tolerance: 1e-6 * normG);
        }
    }

    [Fact]
    public void In_parameters_a_replica_reports_the_norms_of_its_own_last_step()
    {
        var run = Runs.Mixture with { Replicas = 2, DSteps = 1, Sync = SyncMode.Parameters };
        using var scope = NewDisposeScope();
        using var replica = Runs.Replica(run);
        using var state = replica.Rent(replica.Lengths.State);
        using var d = replica.Rent(replica.Lengths.Discriminator);
        var own = new double[2];
        foreach (var of in new[] { 0, 1 })
        {
            replica.Begin();
            replica.DiscriminatorGradient(0, 0, of, d.Memory);
            own[of] = Norms.Of(d.Memory.Span);
        }

        replica.Begin();
        foreach (var of in new[] { 0, 1 })
        {
            replica.LocalSteps(new StepSpan(0, 1), of, state.Memory, () => { });
        }

        var told = new[] { 0, 1 }.Select(of => replica.Report(of, steps: 1).Statistics).ToArray();
        Assert.Equal(own, told.Select(t => t.NormD));
        Assert.NotEqual(own[0], own[1]);
        Assert.All(told, t => Assert.True(t.NormG > 0));
    }
}
