using GanCluster.Core.Runs;

namespace GanCluster.Core.Tests.Runs;

public class RunConfigurationRulesSpecs
{
    public static TheoryData<string> ShippedRuns => [.. Shipped()];

    [Theory]
    [MemberData(nameof(ShippedRuns))]
    public void A_shipped_run_is_valid_and_says_what_it_is_for(string name)
    {
        var json = File.ReadAllText(Path.Combine(ShippedFolder(), name + ".json"));

        RunConfigurationRules.Validate(RunConfigurationReader.Parse(json, name));
        Assert.Contains("\"description\": \"", json, StringComparison.Ordinal);
    }

    [Fact]
    public void The_first_runs_are_shipped()
    {
        string[] expected = ["ring8", "grid25", "fashion-vanilla", "fashion-dcgan"];

        Assert.Empty(expected.Except(Shipped(), StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("mixture", "ring8")]
    [InlineData("mixture", "grid25")]
    [InlineData("mixture", "gaussians100")]
    [InlineData("vanilla", "fashion-mnist")]
    [InlineData("vanilla", "mnist")]
    [InlineData("dcgan", "fashion-mnist")]
    public void A_family_goes_with_its_data(string family, string data)
    {
        RunConfigurationRules.Validate(new RunConfiguration { Family = family, Data = data });
    }

    [Theory]
    [InlineData("mixture", "mnist", "needs a mixture: ring8, grid25, gaussians100")]
    [InlineData("vanilla", "ring8", "needs images: fashion-mnist, mnist")]
    [InlineData("dcgan", "grid25", "needs images: fashion-mnist, mnist")]
    public void A_family_is_refused_with_data_that_its_networks_cannot_read(string family, string data, string fix)
    {
        var error = Refusal(new RunConfiguration { Family = family, Data = data });

        Assert.Contains($"'data' is {data}", error, StringComparison.Ordinal);
        Assert.Contains(fix, error, StringComparison.Ordinal);
    }

    [Fact]
    public void Batch_norm_is_refused_a_batch_of_one()
    {
        var error = Refusal(new RunConfiguration { Family = "dcgan", Data = "mnist", Batch = 1 });

        Assert.Contains("'batch' is 1", error, StringComparison.Ordinal);
        Assert.Contains("at least 2", error, StringComparison.Ordinal);
    }

    [Fact]
    public void Values_that_no_reader_would_have_let_through_are_refused_too()
    {
        var ring8 = TestRuns.Ring8;

        Assert.Contains("'batch' is 0", Refusal(ring8 with { Batch = 0 }), StringComparison.Ordinal);
        var noNumber = ring8 with { Optimizer = new() { G = double.NaN } };
        Assert.Contains("'optimizer.g' is NaN", Refusal(noNumber), StringComparison.Ordinal);
        Assert.Contains("'precision' is bf16", Refusal(ring8 with { Precision = "bf16" }), StringComparison.Ordinal);
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
    public void A_range_holds_its_ends_and_nothing_beyond(string key, string least, string most, string below, string above)
    {
        RunConfigurationRules.Validate(RunSettings.Apply(TestRuns.Ring8, [$"{key}={least}"]));
        RunConfigurationRules.Validate(RunSettings.Apply(TestRuns.Ring8, [$"{key}={most}"]));
        Assert.Throws<UserInputException>(() => RunSettings.Apply(TestRuns.Ring8, [$"{key}={below}"]));
        Assert.Throws<UserInputException>(() => RunSettings.Apply(TestRuns.Ring8, [$"{key}={above}"]));
    }

    private static string Refusal(RunConfiguration configuration) =>
        Assert.Throws<UserInputException>(() => RunConfigurationRules.Validate(configuration)).Message;

    private static IEnumerable<string> Shipped() =>
        Directory.GetFiles(ShippedFolder(), "*.json").Select(file => Path.GetFileNameWithoutExtension(file));

    private static string ShippedFolder()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!Directory.Exists(Path.Combine(folder!.FullName, "cluster-config", "runs")))
        {
            folder = folder.Parent;
        }

        return Path.Combine(folder.FullName, "cluster-config", "runs");
    }
}
