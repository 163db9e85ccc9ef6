using GanCluster.Core.Runs;

namespace GanCluster.Core.Tests.Runs;

public class OwnNamesSpecs
{
    private static readonly OwnNames Picky = OwnNames.None.WithFamily("picky").WithData("picky-data").WithObjective("picky-loss") with
    {
        Misfit = c => c.Batch < 10 ? "too small" : null,
    };

    [Fact]
    public void A_run_takes_a_name_of_ones_own_where_it_is_handed_down_and_nowhere_else()
    {
        const string Json = """{ "family": "picky", "data": "picky-data" }""";

        var read = RunConfigurationReader.Parse(Json, "x.json", Picky);

        Assert.Equal(("picky", "picky-data"), (read.Family, read.Data));
        RunConfigurationRules.Validate(read, Picky);
        Assert.Throws<UserInputException>(() => RunConfigurationReader.Parse(Json, "x.json", OwnNames.None));
        Assert.Throws<UserInputException>(() => RunConfigurationRules.Validate(read, OwnNames.None));
        Assert.Throws<UserInputException>(() => RunSettings.Apply(read, ["family=picky"], OwnNames.None));
        Assert.Equal("picky", RunSettings.Apply(read, ["family=picky"], Picky).Family);
        var lossy = RunSettings.Apply(read, ["objective=picky-loss"], Picky);
        Assert.Equal(("picky-loss", ScoreScale.Raw), (lossy.Objective, ScoreScales.Of(lossy)));
        Assert.Throws<UserInputException>(() => RunSettings.Apply(read, ["objective=picky-loss"], OwnNames.None));
    }

    [Fact]
    public void What_is_taken_is_told_with_own_names_at_the_end()
    {
        var family = Refusal("family=pickie");
        Assert.Contains("it takes one of mixture, vanilla, ", family, StringComparison.Ordinal);
        Assert.EndsWith(", picky", family, StringComparison.Ordinal);
        Assert.EndsWith(", hinge, relativistic, picky-loss", Refusal("objective=loss"), StringComparison.Ordinal);
        Assert.Contains(", gaussians100, picky-data, or the plain name", Refusal("data=a/b"), StringComparison.Ordinal);

        static string Refusal(string setting) =>
            Assert.Throws<UserInputException>(() => RunSettings.Apply(TestRuns.Ring8, [setting], Picky)).Message;
    }

    [Fact]
    public void A_name_that_is_taken_is_refused()
    {
        foreach (var name in new[] { "picky", "dcgan", "", " " })
        {
            Assert.Throws<ArgumentException>(() => Picky.WithFamily(name));
        }

        foreach (var name in new[] { "picky-data", "mnist", "ring8", "" })
        {
            Assert.Throws<ArgumentException>(() => Picky.WithData(name));
        }

        foreach (var name in new[] { "picky-loss", "hinge", "" })
        {
            Assert.Throws<ArgumentException>(() => Picky.WithObjective(name));
        }
    }

    [Theory]
    [InlineData("picky", "ring8")]
    [InlineData("mixture", "picky-data")]
    [InlineData("picky", "picky-data")]
    public void What_its_rule_says_is_refused(string family, string data)
    {
        var run = new RunConfiguration { Family = family, Data = data, Batch = 5 };
        var error = Assert.Throws<UserInputException>(() => RunConfigurationRules.Validate(run, Picky));
        Assert.Equal("configuration: too small", error.Message);
        RunConfigurationRules.Validate(run with { Batch = 64 }, Picky);
    }

    [Fact]
    public void The_other_rules_hold_for_own_names_too()
    {
        var run = new RunConfiguration { Family = "picky", Data = "picky-data", Packing = 3 };
        var error = Assert.Throws<UserInputException>(() => RunConfigurationRules.Validate(run, Picky));
        Assert.StartsWith("configuration: 'packing' is 3", error.Message, StringComparison.Ordinal);
    }
}
