using GanCluster.Core.Runs;
using static TorchSharp.torch;

namespace GanCluster.Training.Tests.Trials;

[Collection(TrialCollection.Name)]
public class OutputSpecs
{
    private static readonly RunConfiguration Run = new Trial().Run;

    [Fact]
    public void G_makes_samples_of_the_shape_that_was_added() => Assert.Equal(
        "generator Made gives (4, 3) for 4 samples of shape (2): give (4, 2)",
        new Trial { G = () => new Made(Trial.Latent, 3) }.Refusal());

    [Fact]
    public void D_gives_a_logit_a_sample_or_a_pack_in_either_shape()
    {
        Assert.Empty(new Trial { D = () => new Made(2, 1) { After = y => y.squeeze(1) } }.Findings());
        Assert.Equal(
            "discriminator Made gives (4, 3) for 4 samples: give a logit for each sample, (4) or (4, 1)",
            new Trial { D = () => new Made(2, 3) }.Refusal());
        Assert.Equal(
            "discriminator Made gives (1, 2) for 4 samples in packs of 2: give a logit for each pack, (2) or (2, 1)",
            new Trial { D = () => new Made(4, 1) { After = y => y.view(1, 2) }, Run = Run with { Packing = 2 } }.Refusal());
    }

    [Fact]
    public void What_is_no_tensor_or_of_another_type_is_refused()
    {
        Assert.StartsWith(
            "generator Made gives no tensor", new Trial { G = () => new Made(Trial.Latent, 2) { After = _ => null! } }.Refusal(),
            StringComparison.Ordinal);
        Assert.Equal(
            "generator Made gives Float64: give Float32",
            new Trial { G = () => new Made(Trial.Latent, 2) { After = y => y.to(ScalarType.Float64) } }.Refusal());
    }

    [Fact]
    public void Images_far_out_of_range_are_refused_and_points_are_not()
    {
        nn.Module Loud() => new Made(Trial.Latent, 16) { After = y => (y.tanh() * 255).view(-1, 1, 4, 4) };
        nn.Module Linear() => new Made(Trial.Latent, 16) { After = y => y.view(-1, 1, 4, 4) };
        nn.Module Judge() => nn.Sequential(nn.Flatten(), nn.Linear(16, 1));

        Assert.StartsWith(
            "generator Made gives values of up to ", new Trial { G = Loud, D = Judge, Shape = [1, 4, 4] }.Refusal(),
            StringComparison.Ordinal);
        Assert.Empty(new Trial { G = Linear, D = Judge, Shape = [1, 4, 4] }.Findings());
        Assert.Empty(new Trial { G = () => new Made(Trial.Latent, 2) { After = y => y * 255 } }.Findings());
    }

    [Fact]
    public void What_is_not_finite_is_refused() => Assert.StartsWith(
        "discriminator Made gives values that are not finite at its first weights",
        new Trial { D = () => new Made(2, 1) { After = y => y / 0 } }.Refusal(),
        StringComparison.Ordinal);

    [Fact]
    public void Gradients_that_are_not_finite_are_refused() => Assert.StartsWith(
        "discriminator Made has gradients that are not finite at its first weights",
        new Trial { D = () => new Made(2, 1) { After = y => y + (y * 0).square().sqrt() } }.Refusal(),
        StringComparison.Ordinal);

    [Fact]
    public void A_sigmoid_at_D_s_end_is_warned_of_where_the_loss_takes_logits()
    {
        var squashed = new Trial { D = () => new Made(2, 1) { After = y => y.sigmoid() } };
        Assert.Equal(
            "discriminator Made gives scores in [0, 1] alone, as a Sigmoid at its end does, and objective non-saturating takes "
            + "logits: leave Sigmoid out",
            squashed.Warning());
        Assert.Empty((squashed with { Run = Run with { Objective = "least-squares" } }).Findings());
        Assert.Empty(new Trial { D = () => new Made(2, 1) { After = y => (y * 0.1) + 0.5 } }.Findings());
    }

    [Fact]
    public void What_a_forward_throws_is_told_with_the_network_s_name()
    {
        Assert.Equal(
            "generator Made: its forward failed: NotSupportedException: not today",
            new Trial
            {
                G = () => new Made(Trial.Latent, 2) { After = _ => throw new NotSupportedException("not today") },
            }.Refusal());
        Assert.StartsWith(
            "discriminator Made: its forward failed: mat1 and mat2 shapes cannot be multiplied",
            new Trial { D = () => new Made(9, 1) }.Refusal(),
            StringComparison.Ordinal);
    }

    [Fact]
    public void What_holds_for_one_number_of_samples_alone_is_refused() => Assert.EndsWith(
        "(in eval mode, for 64 samples, as it is sampled)",
        new Trial { G = () => new Made(Trial.Latent, 2) { After = y => y.view(4, 2) } }.Refusal(),
        StringComparison.Ordinal);

    [Theory]
    [InlineData(0, 0, 0)]
    [InlineData(1, 1, 0)]
    [InlineData(0, 0, 10)]
    public void Second_derivatives_are_tried_where_the_run_takes_them(double r1, double r2, double gradient)
    {
        var penalties = new PenaltyOptions { R1 = r1, R2 = r2, Gradient = gradient };
        var trial = new Trial
        {
            D = () => new Made(2, 1) { After = OnceDifferentiable },
            Run = Run with { Penalties = penalties },
        };
        Assert.Equal(r1 > 0 || gradient > 0, trial.Findings().Any(f => f.IsRefusal));
    }

    /// <summary>Its slope at 0 is finite and its slope's slope is not.</summary>
    private static Tensor OnceDifferentiable(Tensor y)
    {
        var zero = (y * 0).abs();
        return y + zero.pow(1.5);
    }
}
