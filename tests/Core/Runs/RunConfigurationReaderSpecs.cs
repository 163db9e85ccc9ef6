using GanCluster.Core.Runs;

namespace GanCluster.Core.Tests.Runs;

public class RunConfigurationReaderSpecs
{
    private const string Least = """{ "family": "mixture", "data": "ring8" """;

    [Fact]
    public void Keys_that_are_left_out_keep_their_defaults()
    {
        var read = RunConfigurationReader.Parse(Least + "}", "ring8.json", OwnNames.None);

        Assert.Equal(new RunConfiguration { Family = "mixture", Data = "ring8" }, read);
    }

    [Fact]
    public void Every_key_is_read_nested()
    {
        var read = RunConfigurationReader.Parse(TestRuns.EveryKeyChanged, "all.json", OwnNames.None);

        Assert.Equal(TestRuns.EveryValueChanged, read);
    }

    [Fact]
    public void A_nested_key_may_be_dotted()
    {
        var read = RunConfigurationReader.Parse(Least + """, "optimizer.beta1": 0 }""", "x.json", OwnNames.None);
        Assert.Equal(0, read.Optimizer.Beta1);
    }

    [Fact]
    public void Comments_trailing_commas_and_a_description_are_allowed()
    {
        var read = RunConfigurationReader.Parse(
            """
            {
              // The smallest run.
              "description": "eight modes",
              "family": "mixture", /* or another */
              "data": "ring8",
              "optimizer": { "g": 1e-3, },
            }
            """,
            "ring8.json", OwnNames.None);

        Assert.Equal(1e-3, read.Optimizer.G);
    }

    [Theory]
    [InlineData("""{ "famly": "mixture" }""", "unknown key 'famly'", "'family'")]
    [InlineData("""{ "optimizer": { "beta3": 0 } }""", "unknown key 'optimizer.beta3'", "'optimizer.beta")]
    [InlineData("""{ "beta1": 0 }""", "unknown key 'beta1'", "'optimizer.beta1'")]
    [InlineData("""{ "syncevery": 1 }""", "unknown key 'syncevery'", "'syncEvery'")]
    [InlineData("""{ "network": { "description": "x" } }""", "unknown key 'network.description'", "nearest")]
    [InlineData("""{ "penalty": { "r1": 0 } }""", "unknown key 'penalty'", "nearest")]
    [InlineData("""{ "optimizer": 3 }""", "'optimizer' is a group of keys", "optimizer.beta1, optimizer.beta2")]
    [InlineData("""{ "batch": { "size": 3 } }""", "'batch' is { \"size\": 3 }", "whole number from 1 to 65536")]
    [InlineData("""{ "batch": "64" }""", "'batch' is \"64\"", "whole number from 1 to 65536")]
    [InlineData("""{ "batch": 64.5 }""", "'batch' is 64.5", "whole number from 1 to 65536")]
    [InlineData("""{ "batch": 0 }""", "'batch' is 0", "whole number from 1 to 65536")]
    [InlineData("""{ "batch": 99999999999 }""", "'batch' is 99999999999", "whole number from 1 to 65536")]
    [InlineData("""{ "batch": null }""", "'batch' is null", "whole number")]
    [InlineData("""{ "batch": true }""", "'batch' is true", "whole number")]
    [InlineData("""{ "batch": [64] }""", "'batch' is [64]", "whole number")]
    [InlineData("""{ "batch": 1, "batch": 2 }""", "'batch' is given twice", "keep one")]
    [InlineData("""{ "ema": {}, "ema": {} }""", "'ema' is given twice", "keep one")]
    [InlineData("""{ "ema": { "ramp": 0 }, "ema.ramp": 0 }""", "'ema.ramp' is given twice", "keep one")]
    [InlineData("""{ "data": 8 }""", "'data' is 8", "fashion-mnist, mnist, stacked-mnist, ring8, grid25, gaussians100")]
    [InlineData("""{ "family": "DCGAN" }""", "'family' is \"DCGAN\"", "mixture, vanilla, dcgan")]
    [InlineData("""{ "precision": "fp8" }""", "'precision' is \"fp8\"", "fp32, bf16, or tf32 on GPUs")]
    [InlineData("""{ "optimizer": { "g": 1e999 } }""", "'optimizer.g' is 1e999", "a number above 0")]
    [InlineData("""{ "seed": -1 }""", "'seed' is -1", "from 0 to 18446744073709551615")]
    [InlineData("""{ "description": 3 }""", "'description' is 3", "a text")]
    [InlineData("""{ "data": "ring8" }""", "'family' is missing", "mixture, vanilla, dcgan")]
    [InlineData("""{ "family": "mixture" """, "line 1, column", "x.json")]
    [InlineData("{\n  \"family\": mixture\n}", "line 2, column 13", "invalid")]
    [InlineData("", "line 1", "x.json")]
    [InlineData("[]", "must hold one object", "\"family\"")]
    [InlineData("{ \"\\ud800\": 1 }", "surrogate", "x.json")]
    public void What_is_wrong_is_named_with_its_source_and_the_fix(string json, string what, string fix)
    {
        var error = Assert.Throws<UserInputException>(() => RunConfigurationReader.Parse(json, "x.json", OwnNames.None));

        Assert.StartsWith("x.json: ", error.Message, StringComparison.Ordinal);
        Assert.Contains(what, error.Message, StringComparison.Ordinal);
        Assert.Contains(fix, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Message);
    }

    [Fact]
    public void A_long_value_over_several_lines_is_shown_short_and_in_one()
    {
        var json = "{ \"batch\": [\n" + string.Join(",\n", Enumerable.Range(0, 500)) + "] }";

        var error = Assert.Throws<UserInputException>(() => RunConfigurationReader.Parse(json, "x.json", OwnNames.None));

        Assert.DoesNotContain('\n', error.Message);
        Assert.InRange(error.Message.Length, 1, 200);
    }
}
