using GanCluster.Core.Runs;

namespace GanCluster.Core.Tests.Runs;

public class OwnNamesSpecs
{
    [Fact]
    public void A_run_takes_a_name_once_it_is_added()
    {
        const string Json = """{ "family": "later", "data": "later-data" }""";
        Assert.Throws<UserInputException>(() => RunConfigurationReader.Parse(Json, "x.json"));

        OwnNames.AddFamily("later", _ => null);
        OwnNames.AddData("later-data", _ => null);

        var read = RunConfigurationReader.Parse(Json, "x.json");
        Assert.Equal(("later", "later-data"), (read.Family, read.Data));
        RunConfigurationRules.Validate(read);
        var setting = Assert.Throws<UserInputException>(() => RunSettings.Apply(read, ["family=latter"]));
        Assert.Contains("it takes one of mixture, vanilla, ", setting.Message, StringComparison.Ordinal);
        Assert.Contains(", later", setting.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_name_that_is_taken_is_refused()
    {
        OwnNames.AddFamily("once", _ => null);
        OwnNames.AddData("once", _ => null);

        foreach (var name in new[] { "once", "dcgan", "", " " })
        {
            Assert.Throws<ArgumentException>(() => OwnNames.AddFamily(name, _ => null));
        }

        foreach (var name in new[] { "once", "mnist", "ring8", "" })
        {
            Assert.Throws<ArgumentException>(() => OwnNames.AddData(name, _ => null));
        }
    }

    [Theory]
    [InlineData("picky", "ring8", "too small")]
    [InlineData("mixture", "picky-data", "too few")]
    [InlineData("picky", "picky-data", "too small")]
    public void What_its_rule_says_is_refused(string family, string data, string what)
    {
        Picky.Add();

        var run = new RunConfiguration { Family = family, Data = data, Batch = 5 };
        var error = Assert.Throws<UserInputException>(() => RunConfigurationRules.Validate(run));
        Assert.Equal("configuration: " + what, error.Message);
        RunConfigurationRules.Validate(run with { Batch = 64 });
    }

    [Fact]
    public void The_other_rules_hold_for_own_names_too()
    {
        Picky.Add();

        var run = new RunConfiguration { Family = "picky", Data = "picky-data", Packing = 3 };
        var error = Assert.Throws<UserInputException>(() => RunConfigurationRules.Validate(run));
        Assert.StartsWith("configuration: 'packing' is 3", error.Message, StringComparison.Ordinal);
    }

    /// <summary>A family and data that take large batches only; there for the whole process.</summary>
    private static class Picky
    {
        static Picky()
        {
            OwnNames.AddFamily("picky", c => c.Batch < 10 ? "too small" : null);
            OwnNames.AddData("picky-data", c => c.Batch < 10 ? "too few" : null);
        }

        internal static void Add()
        {
        }
    }
}
