using Akka.Configuration;

namespace GanCluster.Contract.Tests;

/// <summary>What the stand-in does beyond Akka.NET, so that nothing else may rely on it.</summary>
public partial class ConfigSpecs
{
    [Theory]
    [InlineData("a = 1\nb = {\nc = 2", "line 3")]
    [InlineData("a = 1\n}", "line 2")]
    [InlineData("a = [1", "line 1")]
    [InlineData("a = 1\n\nb = \"x", "line 3")]
    [InlineData("a", "line 1")]
    public void A_syntax_error_names_its_line(string text, string line)
    {
        FormatException error = Assert.Throws<FormatException>(() => ConfigurationFactory.ParseString(text));
        Assert.Contains(line, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_value_of_the_wrong_kind_is_refused_by_its_path()
    {
        Config config = ConfigurationFactory.ParseString("a.b = fast");
        Assert.Contains("a.b", Assert.Throws<FormatException>(() => config.GetTimeSpan("a.b")).Message, StringComparison.Ordinal);
        Assert.Throws<FormatException>(() => config.GetInt("a.b"));
    }
}
