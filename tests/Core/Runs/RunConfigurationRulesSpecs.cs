using GanCluster.Core.Runs;

namespace GanCluster.Core.Tests.Runs;

public class RunConfigurationRulesSpecs
{
    public static TheoryData<string> Names => [.. Shipped()];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_shipped_run_is_valid_and_says_what_it_is_for(string name)
    {
        var json = File.ReadAllText(Path.Combine(ShippedRuns.Folder(), name + ".json"));

        RunConfigurationRules.Validate(RunConfigurationReader.Parse(json, name, OwnNames.None), OwnNames.None);
        Assert.Contains("\"description\": \"", json, StringComparison.Ordinal);
    }

    [Fact]
    public void The_families_runs_are_shipped()
    {
        string[] expected =
        [
            "ring8", "grid25", "fashion-vanilla", "fashion-cgan", "fashion-dcgan", "fashion-lapgan", "fashion-srgan",
            "fashion-r3gan", "mnist-dcgan",
        ];

        Assert.Empty(expected.Except(Shipped(), StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("mixture", "ring8")]
    [InlineData("mixture", "grid25")]
    [InlineData("mixture", "gaussians100")]
    [InlineData("vanilla", "fashion-mnist")]
    [InlineData("vanilla", "mnist")]
    [InlineData("dcgan", "fashion-mnist")]
    [InlineData("r3gan", "mnist")]
    [InlineData("srgan", "fashion-mnist")]
    [InlineData("dcgan", "my cats.v2")]
    public void A_family_goes_with_its_data(string family, string data)
    {
        RunConfigurationRules.Validate(new RunConfiguration { Family = family, Data = data }, OwnNames.None);
    }

    [Theory]
    [InlineData("mixture", "mnist", "needs a mixture: ring8, grid25, gaussians100")]
    [InlineData("vanilla", "ring8", "needs images: fashion-mnist, mnist")]
    [InlineData("mixture", "ring9", "needs a mixture: ring8, grid25, gaussians100")]
    [InlineData("dcgan", "grid25", "needs images: fashion-mnist, mnist, stacked-mnist or a folder of your own")]
    [InlineData("srgan", "ring8", "needs images: fashion-mnist, mnist")]
    public void A_family_is_refused_with_data_that_its_networks_cannot_read(string family, string data, string fix)
    {
        var error = Refusal(new RunConfiguration { Family = family, Data = data });

        Assert.Contains($"'data' is {data}", error, StringComparison.Ordinal);
        Assert.Contains(fix, error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("'batch' is 1, and family dcgan normalizes", "at least 2", "batch=1")]
    [InlineData("'batch' is 4, and family dcgan normalizes", "at least 8", "batch=4", "packing=4")]
    [InlineData("'packing' is 3, which does not divide 'batch', 64", "a divisor", "packing=3")]
    [InlineData("'packing' is 2, and samples of different labels", "give 1", "packing=2", "conditioning=projection")]
    [InlineData("'penalties.gradient' is 10, and batch norm couples", "network.norm none", "penalties.gradient=10")]
    [InlineData("'adaptive.target' is for augmented images, and 'diffAugment' is none", "give color", "adaptive.target=0.6")]
    [InlineData("'adaptive.target' goes by the sign of D's scores", "leave it out", "adaptive.target=0.6", "diffAugment=color", "objective=relativistic")]
    [InlineData("'localFrom' is where local steps begin, and with sync gradients", "sync parameters", "localFrom=0.3")]
    [InlineData("'syncDrift' is how far replicas may drift apart, and with sync gradients they do not", "sync parameters", "syncDrift=0.01")]
    [InlineData("'syncDrift' is how far replicas may drift apart, and there is one", "more replicas", "sync=parameters", "replicas=1", "syncDrift=0.01")]
    [InlineData("'syncPrecision' is what states are averaged in, and with sync gradients", "sync parameters", "syncPrecision=fp8")]
    [InlineData("'outer' is the step of an averaging, and with sync gradients", "sync parameters", "outer.momentum=0.9")]
    [InlineData("'latent.binary' is 4 of z's values, and 'latent.size' is 3", "at most that", "latent.size=3", "latent.binary=4")]
    [InlineData("'objective' is wasserstein, and nothing bounds", "penalties.gradient or spectralNorm", "objective=wasserstein")]
    public void Values_that_do_not_go_together_are_refused(string what, string fix, params string[] settings)
    {
        var run = new RunConfiguration { Family = "dcgan", Data = "mnist" };
        var error = Refusal(RunSettings.Apply(run, settings, OwnNames.None));

        Assert.StartsWith("configuration: " + what, error, StringComparison.Ordinal);
        Assert.Contains(fix, error, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error);
    }

    [Theory]
    [InlineData("conditioning=projection", "upscales images whatever they show: give none")]
    [InlineData("packing=2", "one image after the other: give 1")]
    [InlineData("diffAugment=cutout", "with the real image as it is: give none")]
    public void A_run_that_upscales_has_neither_labels_nor_packs_nor_augmentation(string setting, string what)
    {
        var run = new RunConfiguration { Family = "srgan", Data = "mnist" };
        var error = Refusal(RunSettings.Apply(run, [setting], OwnNames.None));

        Assert.StartsWith($"configuration: '{setting.Split('=')[0]}' is ", error, StringComparison.Ordinal);
        Assert.Contains(what, error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("batch=1", "network.norm=none")]
    [InlineData("batch=8", "packing=4")]
    [InlineData("penalties.gradient=10", "network.norm=none")]
    [InlineData("objective=wasserstein", "spectralNorm=1")]
    [InlineData("objective=wasserstein", "penalties.r1=1")]
    [InlineData("latent.size=3", "latent.binary=3")]
    [InlineData("conditioning=concatenation", "diffAugment=color,translation,cutout")]
    public void Values_that_go_together_are_taken(params string[] settings) => RunConfigurationRules.Validate(
        RunSettings.Apply(new RunConfiguration { Family = "dcgan", Data = "mnist" }, settings, OwnNames.None), OwnNames.None);

    [Theory]
    [InlineData("conditioning=projection", "ring8 has no labels")]
    [InlineData("diffAugment=cutout", "has points")]
    public void Points_have_neither_labels_nor_pixels(string setting, string what) => Assert.Contains(
        what, Refusal(RunSettings.Apply(TestRuns.Ring8, [setting], OwnNames.None)), StringComparison.Ordinal);

    [Theory]
    [InlineData("objective=wgan", "it takes one of non-saturating, minimax, least-squares, wasserstein, hinge, relativistic")]
    [InlineData("diffAugment=cutout,color", "some of color,translation,cutout in this order")]
    [InlineData("conditioning=labels", "one of none, concatenation, projection")]
    [InlineData("network.norm=layer", "one of batch, none")]
    [InlineData("network.recompute=yes", "true or false")]
    public void An_unknown_choice_is_refused_with_the_known_ones(string setting, string takes) => Assert.Contains(
        takes,
        Assert.Throws<UserInputException>(() => RunSettings.Apply(TestRuns.Ring8, [setting], OwnNames.None)).Message,
        StringComparison.Ordinal);

    [Fact]
    public void Values_that_no_reader_would_have_let_through_are_refused_too()
    {
        var ring8 = TestRuns.Ring8;

        Assert.Contains("'batch' is 0", Refusal(ring8 with { Batch = 0 }), StringComparison.Ordinal);
        var noNumber = ring8 with { Optimizer = new() { G = double.NaN } };
        Assert.Contains("'optimizer.g' is NaN", Refusal(noNumber), StringComparison.Ordinal);
        Assert.Contains("'precision' is fp8", Refusal(ring8 with { Precision = "fp8" }), StringComparison.Ordinal);
        Assert.Contains("'cpu' is empty", Refusal(ring8 with { Cpu = "" }), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("replicas", "1", "4096", "0", "4097")]
    [InlineData("batch", "1", "65536", "0", "65537")]
    [InlineData("syncEvery", "1", "1000000", "0", "-1")]
    [InlineData("horizon", "1", "1e12", "0", "2e12")]
    [InlineData("dSteps", "1", "1000", "0", "1001")]
    [InlineData("evaluateEvery", "0", "1e12", "-1", "2e12")]
    [InlineData("checkpointEvery", "0", "1e12", "-1", "2e12")]
    [InlineData("spectralNorm", "0", "100", "-1", "101")]
    [InlineData("packing", "1", "64", "0", "65")]
    [InlineData("classes", "0", "100000", "-1", "100001")]
    [InlineData("penalties.gradient", "0", "1000", "-0.1", "NaN")]
    [InlineData("latent.size", "1", "65536", "0", "65537")]
    [InlineData("network.width", "1", "8192", "0", "8193")]
    [InlineData("network.depth", "1", "64", "0", "65")]
    [InlineData("network.bands", "0", "64", "-1", "65")]
    [InlineData("seed", "0", "18446744073709551615", "-1", "18446744073709551616")]
    [InlineData("penalties.r1", "0", "1000", "-0.1", "1e999")]
    [InlineData("penalties.r2", "0", "1000", "-0.1", "NaN")]
    [InlineData("penalties.final", "0.001", "1", "0", "1.1")]
    [InlineData("penalties.span", "0.001", "1", "0", "1.1")]
    [InlineData("optimizer.g", "1e-9", "1", "0", "-1e-3")]
    [InlineData("optimizer.d", "1e-9", "1", "0", "Infinity")]
    [InlineData("optimizer.beta1", "0", "0.9999", "-0.1", "1")]
    [InlineData("optimizer.beta2", "0", "0.9999", "-0.1", "1")]
    [InlineData("optimizer.epsilon", "1e-12", "1", "0", "-1")]
    [InlineData("optimizer.final", "0.001", "1", "0", "1.1")]
    [InlineData("ema.halfLife", "0.5", "1e9", "0", "-1")]
    [InlineData("ema.ramp", "0", "1", "-0.1", "1.1")]
    [InlineData("superResolution.pretrain", "0", "1", "-0.1", "1.1")]
    [InlineData("health.rollbacks", "1", "1000", "0", "1001")]
    [InlineData("health.rate", "0.001", "1", "0", "1.1")]
    [InlineData("health.stop", "0", "1000000", "-1", "1000001")]
    [InlineData("superResolution.pixel", "0", "1000", "-0.1", "NaN")]
    [InlineData("superResolution.feature", "0", "1000", "-0.1", "NaN")]
    [InlineData("superResolution.adversarial", "0", "1000", "-0.1", "NaN")]
    public void A_range_holds_its_ends_and_nothing_beyond(string key, string least, string most, string below, string above)
    {
        var run = TestRuns.Ring8 with { EvaluateEvery = 1000 };
        RunConfigurationRules.Validate(RunSettings.Apply(run, [$"{key}={least}"], OwnNames.None), OwnNames.None);
        RunConfigurationRules.Validate(RunSettings.Apply(run, [$"{key}={most}"], OwnNames.None), OwnNames.None);
        Assert.Throws<UserInputException>(() => RunSettings.Apply(TestRuns.Ring8, [$"{key}={below}"], OwnNames.None));
        Assert.Throws<UserInputException>(() => RunSettings.Apply(TestRuns.Ring8, [$"{key}={above}"], OwnNames.None));
    }

    [Fact]
    public void Acting_needs_checks_and_stopping_a_mixture()
    {
        Assert.Equal(
            "configuration: 'health.onAlarm' is rollback, and without checks there is no alarm: give evaluateEvery",
            Refusal(TestRuns.Ring8 with { Health = new() { OnAlarm = AlarmAction.Rollback } }));
        Assert.Equal(
            "configuration: 'health.stop' is 5, and without checks no gain is seen: give evaluateEvery",
            Refusal(TestRuns.Ring8 with { Health = new() { Stop = 5 } }));
        Assert.Equal(
            "configuration: 'health.stop' is 5, and what ends a run is told by a mixture's points: give 0, or a mixture",
            Refusal(TestRuns.Ring8 with { Family = "vanilla", Data = "mnist", EvaluateEvery = 1000, Health = new() { Stop = 5 } }));
    }

    [Theory]
    [InlineData("optimizer.g=0", "a number above 0, at most 3.4E+38")]
    [InlineData("penalties.r1=-1", "a number of 0 or more, at most 3.4E+38")]
    [InlineData("latent.truncation=0.2", "a number of 0.25 or more, at most 3.4E+38")]
    [InlineData("optimizer.beta1=1", "a number from 0 to below 1")]
    [InlineData("ema.ramp=2", "a number from 0 to 1")]
    [InlineData("penalties.final=0", "a number above 0 and up to 1")]
    [InlineData("batch=0", "a whole number from 1 to 65536")]
    [InlineData("sync=none", "one of gradients, parameters")]
    public void What_a_key_takes_is_said(string setting, string takes) => Assert.EndsWith(
        "; it takes " + takes,
        Assert.Throws<UserInputException>(() => RunSettings.Apply(TestRuns.Ring8, [setting], OwnNames.None)).Message,
        StringComparison.Ordinal);

    private static string Refusal(RunConfiguration configuration) =>
        Assert.Throws<UserInputException>(() => RunConfigurationRules.Validate(configuration, OwnNames.None)).Message;

    private static IEnumerable<string> Shipped() =>
        ShippedRuns.Files.Select(file => Path.GetFileNameWithoutExtension(file));
}
