using GanCluster.Training.Networks;
using TorchSharp.Modules;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace GanCluster.Training.Tests.Trials;

[Collection(TrialCollection.Name)]
public class PassSpecs
{
    [Fact]
    public void Dropout_is_refused_and_what_draws_by_position_named() => Assert.Equal(
        "discriminator Made draws random numbers of TorchSharp's own (dropout, randn), which differ from worker to worker: use "
        + "PositionalDropout or PositionalNoise, which draw by position from the run's noise",
        new Trial { D = () => new Made(2, 1) { Before = x => F.dropout(x, 0.5, training: true) } }.Refusal());

    [Fact]
    public void What_draws_by_position_is_sound()
    {
        Assert.Empty(new Trial
        {
            G = () => nn.Sequential(nn.Linear(Trial.Latent, 4), new PositionalNoise(), nn.Linear(4, 2)),
            D = () => nn.Sequential(nn.Linear(2, 4), new PositionalDropout(), nn.Linear(4, 1)),
        }.Findings());
    }

    [Fact]
    public void Noise_that_changes_nothing_is_refused_all_the_same() => Assert.Contains(
        "generator Made draws random numbers",
        new Trial { G = () => new Made(Trial.Latent, 2) { After = y => y + (randn_like(y) * 0) } }.Refusal(),
        StringComparison.Ordinal);

    [Fact]
    public void Random_numbers_of_another_source_are_found_by_what_they_change()
    {
        var random = new Random(1);
        Assert.StartsWith(
            "generator Made makes something else of the same input at a second pass",
            new Trial { G = () => new Made(Trial.Latent, 2) { After = y => y * random.NextSingle() } }.Refusal(),
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_buffer_that_changes_in_a_pass_is_named() => Assert.StartsWith(
        "discriminator Counting changes passes in a pass: only batch norm's buffers may change",
        new Trial { D = () => new Counting() }.Refusal(),
        StringComparison.Ordinal);

    [Fact]
    public void Weights_that_change_in_a_pass_are_named() => Assert.StartsWith(
        "discriminator Clipping changes _layer.weight in a pass",
        new Trial { D = () => new Clipping() }.Refusal(),
        StringComparison.Ordinal);

    [Fact]
    public void Batch_norm_s_own_buffers_may_change() => Assert.Empty(
        new Trial { G = () => nn.Sequential(nn.Linear(Trial.Latent, 4), nn.BatchNorm1d(4), nn.Linear(4, 2)) }.Findings());

    [Fact]
    public void Layers_in_a_plain_list_are_found_and_the_field_named() => Assert.Equal(
        "generator Listing depends on layers or tensors that are not registered (_rest): have them in fields when it calls "
        + "RegisterComponents(), lists of layers in a ModuleList",
        new Trial { G = () => new Listing() }.Refusal());

    [Fact]
    public void Gradients_that_reach_no_parameter_or_no_sample_are_refused()
    {
        Assert.StartsWith(
            "generator Made gives what depends on no parameter of it",
            new Trial { G = () => new Made(Trial.Latent, 2) { After = y => y.detach() } }.Refusal(),
            StringComparison.Ordinal);
        Assert.StartsWith(
            "discriminator Made gives scores that no gradient leads from to the samples",
            new Trial { D = () => new Made(2, 1) { Before = x => x.detach() } }.Refusal(),
            StringComparison.Ordinal);
    }

    [Fact]
    public void Parameters_that_nothing_depends_on_are_warned_of_by_name() => Assert.Equal(
        "discriminator Made makes no use of idle.weight, idle.bias: no training will change it",
        new Trial { D = () => new Made(2, 1).With("idle", nn.Linear(3, 3)) }.Warning());

    private sealed class Counting : nn.Module<Tensor, Tensor>
    {
        private readonly Linear _layer = nn.Linear(2, 1);

        internal Counting()
            : base(nameof(Counting))
        {
            RegisterComponents();
            register_buffer("passes", zeros(1));
        }

        public override Tensor forward(Tensor x)
        {
            get_buffer("passes")!.add_(1);
            return _layer.call(x);
        }
    }

    private sealed class Clipping() : Made(2, 1)
    {
        public override Tensor forward(Tensor x)
        {
            using (no_grad())
            {
                Layer.weight.clamp_(-0.01, 0.01);
            }

            return base.forward(x);
        }
    }

    private sealed class Listing() : Made(Trial.Latent, 2)
    {
        private readonly List<nn.Module<Tensor, Tensor>> _rest = [nn.Linear(2, 2)];

        public override Tensor forward(Tensor x) => _rest[0].call(base.forward(x));
    }
}
