using GanCluster.Core.Runs;

namespace GanCluster.Core.Tests.Runs;

public class RunSettingsSpecs
{
    [Fact]
    public void A_setting_reaches_a_nested_key_and_leaves_its_neighbours()
    {
        var before = TestRuns.EveryValueChanged;

        var set = RunSettings.Apply(before, ["optimizer.beta1=0.25"], OwnNames.None);

        Assert.Equal(before with { Optimizer = before.Optimizer with { Beta1 = 0.25 } }, set);
        Assert.NotEqual(0.25, before.Optimizer.Beta1);
    }

    [Fact]
    public void A_later_setting_wins()
    {
        Assert.Equal(8, RunSettings.Apply(TestRuns.Ring8, ["batch=4", "batch=8"], OwnNames.None).Batch);
    }

    [Fact]
    public void Every_difference_written_as_a_setting_turns_one_configuration_into_the_other()
    {
        var differences = RunIdentity.Differences(TestRuns.Ring8, TestRuns.EveryValueChanged);

        var set = RunSettings.Apply(TestRuns.Ring8, differences.Select(pair => $"{pair.Key}={pair.Second}"), OwnNames.None);

        Assert.Equal(TestRuns.EveryValueChanged, set);
    }

    [Theory]
    [InlineData("batch", "write it as key=value")]
    [InlineData("=3", "write it as key=value")]
    [InlineData("", "write it as key=value")]
    [InlineData("bach=3", "unknown key 'bach'; the nearest is 'batch'")]
    [InlineData("optimizer.beta3=0", "unknown key 'optimizer.beta3'; the nearest is 'optimizer.beta")]
    [InlineData("optimizer=0", "'optimizer' is a group of keys")]
    [InlineData("description=x", "unknown key 'description'")]
    [InlineData("batch=", "'batch' is empty; it takes a whole number from 1 to 65536")]
    [InlineData("batch=many", "'batch' is many; it takes a whole number from 1 to 65536")]
    [InlineData("batch=1,000", "'batch' is 1,000;")]
    [InlineData("batch=\"64\"", "'batch' is \"64\";")]
    [InlineData("sync=Gradients", "'sync' is Gradients; it takes one of gradients, parameters")]
    [InlineData("precision=fp8", "'precision' is fp8; it takes fp32, bf16, or tf32 on GPUs")]
    [InlineData("data=../cats", "one of fashion-mnist, mnist, stacked-mnist, ring8, grid25, gaussians100")]
    [InlineData("data=/etc", "or the plain name of a folder")]
    [InlineData("data=..", "or the plain name of a folder")]
    [InlineData("data=a\\b", "or the plain name of a folder")]
    [InlineData("cpu=sse", "it takes one of native, avx2")]
    [InlineData("objective=wgan", "it takes one of non-saturating, minimax, least-squares")]
    [InlineData("latent.distribution=gauss", "it takes one of normal, truncated, uniform")]
    [InlineData("latent.truncation=0.2", "it takes a number of 0.25 or more")]
    [InlineData("optimizer.g=1e39", "'optimizer.g' is 1e39; it takes a number above 0, at most 3.4E+38")]
    [InlineData("optimizer.d=1e-46", "'optimizer.d' is 1e-46; it takes a number above 0, at most 3.4E+38")]
    [InlineData("penalties.r1=1e300", "'penalties.r1' is 1e300; it takes a number of 0 or more, at most 3.4E+38")]
    public void What_is_wrong_is_named_with_the_setting_and_the_fix(string setting, string what)
    {
        var error = Assert.Throws<UserInputException>(() => RunSettings.Apply(TestRuns.Ring8, [setting], OwnNames.None));

        Assert.StartsWith("--set " + setting, error.Message, StringComparison.Ordinal);
        Assert.Contains(what, error.Message, StringComparison.Ordinal);
    }
}
