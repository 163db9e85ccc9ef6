using Akka.Configuration;

namespace GanCluster.Contract.Tests;

public partial class ConfigSpecs
{
    [Fact]
    public void Nested_dotted_and_braced_keys_mean_the_same()
    {
        Config config = ConfigurationFactory.ParseString("""
            a.b.c = 1
            a { b { d : two }
              e = on } # a comment
            a.b { f = "three # four" } // another
            """);
        Assert.Equal(1, config.GetInt("a.b.c"));
        Assert.Equal("two", config.GetString("a.b.d"));
        Assert.True(config.GetBoolean("a.e"));
        Assert.Equal("three # four", config.GetString("a.b.f"));
        Assert.Equal("two", config.GetConfig("a.b").GetString("d"));
    }

    [Fact]
    public void A_later_value_wins_and_objects_merge()
    {
        Config config = ConfigurationFactory.ParseString("a { x = 1, y = 2 }\na { y = 3, z = 4 }\na.x = 5");
        Assert.Equal((5, 3, 4), (config.GetInt("a.x"), config.GetInt("a.y"), config.GetInt("a.z")));
    }

    [Fact]
    public void A_fallback_gives_only_what_is_missing()
    {
        Config config = ConfigurationFactory.ParseString("a { x = 1 }")
            .WithFallback(ConfigurationFactory.ParseString("a { x = 2, y = 3 }\nb = 4"));
        Assert.Equal((1, 3, 4), (config.GetInt("a.x"), config.GetInt("a.y"), config.GetInt("b")));
    }

    [Theory]
    [InlineData("10s", 10_000)]
    [InlineData("500ms", 500)]
    [InlineData("500 ms", 500)]
    [InlineData("2m", 120_000)]
    [InlineData("250", 250)]
    [InlineData("infinite", -1)]
    public void Durations_are_read(string text, int milliseconds) =>
        Assert.Equal(milliseconds, ConfigurationFactory.ParseString($"t = {text}").GetTimeSpan("t").TotalMilliseconds);

    [Theory]
    [InlineData("128000b", 128_000)]
    [InlineData("64k", 65_536)]
    [InlineData("1 MiB", 1_048_576)]
    [InlineData("2MB", 2_000_000)]
    [InlineData("17", 17)]
    public void Byte_sizes_are_read(string text, long bytes) =>
        Assert.Equal(bytes, ConfigurationFactory.ParseString($"t = {text}").GetByteSize("t"));

    [Fact]
    public void Lists_may_be_quoted_unquoted_and_on_several_lines()
    {
        Config config = ConfigurationFactory.ParseString("""
            roles = [worker, "a b"]
            seeds = [
              "akka.tcp://s@h:1"
              "akka.tcp://s@h:2",
            ]
            none = []
            """);
        Assert.Equal(["worker", "a b"], config.GetStringList("roles"));
        Assert.Equal(["akka.tcp://s@h:1", "akka.tcp://s@h:2"], config.GetStringList("seeds"));
        Assert.Empty(config.GetStringList("none"));
        Assert.Empty(config.GetStringList("absent"));
    }

    [Fact]
    public void A_quoted_key_is_one_key()
    {
        Config config = ConfigurationFactory.ParseString("bindings { \"My.Type, My\" = wire }");
        Assert.Equal("wire", config.GetString("bindings.\"My.Type, My\""));
    }

    [Fact]
    public void What_is_absent_gives_the_default()
    {
        Config config = ConfigurationFactory.Empty;
        Assert.False(config.HasPath("a.b"));
        Assert.Equal(("d", 3), (config.GetString("a.b", "d"), config.GetInt("a", 3)));
        Assert.Equal(TimeSpan.FromSeconds(2), config.GetTimeSpan("a", TimeSpan.FromSeconds(2)));
        Assert.Null(config.GetConfig("a"));
    }
}
