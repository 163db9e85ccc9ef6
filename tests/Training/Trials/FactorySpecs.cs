using static TorchSharp.torch;

namespace GanCluster.Training.Tests.Trials;

[Collection(TrialCollection.Name)]
public class FactorySpecs
{
    [Fact]
    public void Sound_modules_are_tried_part_by_part_and_nothing_is_found()
    {
        var trial = new Trial();

        Assert.Empty(trial.Findings());

        Assert.Equal(
            [
                "family tried: the factory of its generator", "family tried: the factory of its generator",
                "family tried: the factory of its discriminator", "family tried: the factory of its discriminator",
                "generator Made", "discriminator Made", "a step of generator Made and discriminator Made",
            ],
            trial.Tried);
    }

    [Fact]
    public void A_factory_that_throws_is_told_with_what_it_threw() => Assert.Equal(
        "family tried: the factory of its discriminator failed: NotSupportedException: not today",
        new Trial { D = () => throw new NotSupportedException("not today\nor ever") }.Refusal());

    [Fact]
    public void A_factory_that_gives_null_is_told() => Assert.Equal(
        "family tried: the factory of its generator gives null: give a new module", new Trial { G = () => null }.Refusal());

    [Fact]
    public void One_object_at_every_call_is_refused()
    {
        var one = new Made(Trial.Latent, 2);
        Assert.StartsWith(
            "generator Made is one object at every call of its factory: make it",
            new Trial { G = () => one }.Refusal(),
            StringComparison.Ordinal);
    }

    [Fact]
    public void One_object_for_both_is_refused()
    {
        var one = new Made(2, 2);
        Assert.Equal(
            "Made is both generator and discriminator, one object: make two",
            new Trial { G = () => one, D = () => one }.Refusal());
    }

    [Fact]
    public void A_layer_that_two_modules_share_is_refused()
    {
        var shared = nn.Linear(2, 2);
        Assert.StartsWith(
            "discriminator Made shares parameter shared.weight with another of its factory: make it",
            new Trial { D = () => new Made(2, 1).With("shared", shared) }.Refusal(),
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_layer_that_both_networks_train_is_refused()
    {
        // A trial makes two generators, and then two discriminators.
        var made = new List<nn.Module>();
        nn.Module Shared()
        {
            made.Add(made.Count < 2 ? nn.Linear(2, 2) : made[^2]);
            return made[^1];
        }

        var trial = new Trial
        {
            G = () => new Made(Trial.Latent, 2).With("shared", Shared()),
            D = () => new Made(2, 1).With("shared", Shared()),
        };
        Assert.Contains(
            "generator Made shares parameter shared.weight with discriminator Made: each is trained alone: give each its own",
            trial.Findings().Select(finding => finding.Line));
    }

    [Fact]
    public void Other_networks_at_every_call_are_refused()
    {
        var width = 1;
        Assert.StartsWith(
            "discriminator Made has other parameters or buffers each time",
            new Trial { D = () => new Made(2, 1).With("extra", nn.Linear(width++, 1)) }.Findings()[^1].Line,
            StringComparison.Ordinal);
    }
}
