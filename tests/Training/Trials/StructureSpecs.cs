using GanCluster.Core.Runs;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace GanCluster.Training.Tests.Trials;

[Collection(TrialCollection.Name)]
public class StructureSpecs
{
    [Fact]
    public void Layers_that_were_never_registered_are_named_where_no_parameter_is_left() => Assert.Equal(
        "generator Forgetful has no parameters to train (_layer not registered): call RegisterComponents() at the end of its "
        + "constructor, and keep lists of layers in a ModuleList",
        new Trial { G = () => new Forgetful() }.Refusal());

    [Fact]
    public void A_module_of_frozen_parameters_alone_has_nothing_to_train() => Assert.StartsWith(
        "discriminator Made has no parameters to train: ",
        new Trial { D = () => Frozen(new Made(2, 1)) }.Refusal(),
        StringComparison.Ordinal);

    [Fact]
    public void Parameters_of_another_type_are_refused_by_name() => Assert.Equal(
        ["parameter _layer.weight of discriminator Made is of type Float64: make it Float32",
            "parameter _layer.bias of discriminator Made is of type Float64: make it Float32"],
        new Trial { D = () => new Made(2, 1).to(ScalarType.Float64) }.Findings().Select(f => f.Line));

    [Fact]
    public void A_buffer_that_float32_can_not_hold_is_refused_by_name() => Assert.Equal(
        "buffer big of discriminator Made holds Int64 values that Float32, as which a version travels, can't hold: keep whole "
        + "numbers within 16,777,216, or make it Float32",
        new Trial { D = () => new Made(2, 1).Holding("big", tensor(16_777_217L)) }.Refusal());

    [Fact]
    public void Constant_buffers_of_another_type_that_float32_holds_are_sound() => Assert.Empty(
        new Trial
        {
            D = () => new Made(2, 1)
                .Holding("mask", tensor(new[] { true, false })).Holding("ids", tensor(16_777_216L)).Holding("half", tensor(0.5)),
        }.Findings());

    [Fact]
    public void Batch_norm_without_running_statistics_is_refused() => Assert.Equal(
        "batch norm norm of generator Made keeps no running statistics, by which samples are made: leave "
        + "track_running_stats true",
        new Trial { G = () => new Made(Trial.Latent, 2).With("norm", nn.BatchNorm1d(2, track_running_stats: false)) }.Refusal());

    [Fact]
    public void Instance_norm_with_running_statistics_is_refused() => Assert.Equal(
        "InstanceNorm1d norm of generator Made keeps running statistics, which are no part of a version: leave "
        + "track_running_stats false",
        new Trial
        {
            G = () => new Made(Trial.Latent, 2).With("norm", nn.InstanceNorm1d(2, track_running_stats: true)),
        }.Refusal());

    [Fact]
    public void Batch_norm_needs_a_batch_of_two_or_two_packs()
    {
        var run = new Trial().Run;
        Assert.Equal(
            "'batch' is 1, and generator Sequential normalizes over a replica's batch: give at least 2",
            new Trial { G = Normed(Trial.Latent, 2), Run = run with { Batch = 1 } }.Refusal());
        Assert.Equal(
            "'batch' is 4, and discriminator Sequential normalizes over a replica's batch: give at least 8",
            new Trial { D = Normed(8, 1), Run = run with { Batch = 4, Packing = 4 } }.Refusal());
        Assert.Empty(new Trial { D = Normed(8, 1), Run = run with { Batch = 8, Packing = 4 } }.Findings());
    }

    [Fact]
    public void A_gradient_penalty_and_batch_norm_in_D_exclude_each_other() => Assert.StartsWith(
        "'penalties.gradient' is 10, and batch norm in discriminator Sequential couples",
        new Trial
        {
            D = Normed(2, 1),
            Run = new Trial().Run with { Penalties = new PenaltyOptions { Gradient = 10 } },
        }.Refusal(),
        StringComparison.Ordinal);

    [Fact]
    public void Labels_and_packs_exclude_each_other() => Assert.StartsWith(
        "'packing' is 2, and samples of different labels can't be packed, which discriminator MadeOfLabels takes",
        new Trial { D = () => new MadeOfLabels(4, 1), Run = new Trial().Run with { Packing = 2 } }.Refusal(),
        StringComparison.Ordinal);

    [Fact]
    public void Labels_for_G_alone_are_warned_of()
    {
        Assert.Equal(
            "generator MadeOfLabels takes labels and discriminator Made does not: nothing teaches the generator to heed them",
            new Trial { G = () => new MadeOfLabels(Trial.Latent, 2) }.Warning());
        Assert.Empty(new Trial { G = () => new MadeOfLabels(Trial.Latent, 2), D = () => new MadeOfLabels(2, 1) }.Findings());
    }

    private static Func<nn.Module> Normed(long inputs, long outputs) =>
        () => nn.Sequential(nn.Flatten(), nn.Linear(inputs, 4), nn.BatchNorm1d(4), nn.Linear(4, outputs));

    private static Made Frozen(Made module)
    {
        foreach (var parameter in module.parameters())
        {
            parameter.requires_grad = false;
        }

        return module;
    }

    private sealed class Forgetful() : nn.Module<Tensor, Tensor>(nameof(Forgetful))
    {
        private readonly Linear _layer = nn.Linear(Trial.Latent, 2);

        public override Tensor forward(Tensor x) => _layer.call(x);
    }
}
