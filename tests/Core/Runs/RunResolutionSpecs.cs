using GanCluster.Core.Runs;

namespace GanCluster.Core.Tests.Runs;

public class RunResolutionSpecs
{
    private static readonly DataFacts Colours = new(Channels: 3, Classes: 7);

    [Theory]
    [InlineData("dcgan", 32)]
    [InlineData("r3gan", 32)]
    [InlineData("vanilla", 28)]
    [InlineData("lapgan", 28)]
    [InlineData("srgan", 28)]
    public void Zeros_become_the_familys_size_and_the_datas_channels_and_classes(string family, int size)
    {
        var resolved = RunResolution.Resolve(Run(family), Colours);

        Assert.Equal((size, 3, 7), (resolved.Image.Size, resolved.Image.Channels, resolved.Classes));
        Assert.Equal(resolved, RunResolution.Resolve(resolved, Colours));
        Assert.Equal(resolved, RunResolution.Resolve(resolved, facts: null));
    }

    [Fact]
    public void What_is_said_and_agrees_with_the_data_stays()
    {
        var run = Run("dcgan", "image.size=128", "image.channels=3", "classes=7");

        Assert.Equal(run, RunResolution.Resolve(run, Colours));
    }

    [Fact]
    public void Samples_of_one_size_give_the_family_theirs_where_it_has_it()
    {
        Assert.Equal(64, RunResolution.Resolve(Run("dcgan"), Colours with { Size = 64 }).Image.Size);
        Assert.Equal(32, RunResolution.Resolve(Run("dcgan"), Colours with { Size = 28 }).Image.Size);
    }

    [Fact]
    public void Data_that_nobody_has_looked_at_is_taken_for_grey_with_ten_labels_where_they_are_told()
    {
        Assert.Equal((1, 0), Of(Run("dcgan")));
        Assert.Equal((1, 10), Of(Run("dcgan", "conditioning=projection")));
        Assert.Equal((3, 26), Of(Run("dcgan", "image.channels=3", "classes=26")));

        static (int, int) Of(RunConfiguration run) =>
            RunResolution.Resolve(run, facts: null) is var c ? (c.Image.Channels, c.Classes) : default;
    }

    [Fact]
    public void Points_and_a_programs_own_samples_have_no_size_here()
    {
        foreach (var run in new[] { TestRuns.Ring8, Run("own") })
        {
            Assert.Equal(new ImageOptions(), RunResolution.Resolve(run, Colours).Image);
        }
    }

    [Theory]
    [InlineData("'image.channels' is 1, and data mine is in colour: give 3, or leave it out", "dcgan", "image.channels=1")]
    [InlineData("'classes' is 3, and data mine has 7: give classes=7, or leave it out", "dcgan", "classes=3")]
    [InlineData("'image.size' is 100, and family r3gan takes a power of two from 16 to 256; the nearest is 128", "r3gan", "image.size=100")]
    [InlineData("'image.size' is 8, and family dcgan takes a power of two from 16 to 256; the nearest is 16", "dcgan", "image.size=8")]
    [InlineData("14, 16, 28, 32, 56, 64, 112, 128, 224, 256; the nearest is 28", "lapgan", "image.size=24")]
    [InlineData("takes a multiple of 'superResolution.factor', 4, from 12 to 256; the nearest is 28", "srgan", "image.size=30")]
    public void What_contradicts_data_or_family_is_refused_with_the_fix(string what, string family, string setting)
    {
        var error = Assert.Throws<UserInputException>(() => RunResolution.Resolve(Run(family, setting), Colours)).Message;

        Assert.StartsWith("configuration: '", error, StringComparison.Ordinal);
        Assert.EndsWith(what, error, StringComparison.Ordinal);
    }

    [Fact]
    public void Data_without_labels_has_no_number_of_them() => Assert.Equal(
        "configuration: 'classes' is 3, and data mine has no labels: leave it out",
        Assert.Throws<UserInputException>(() => RunResolution.Resolve(Run("dcgan", "classes=3"), new DataFacts(1, 0))).Message);

    [Theory]
    [InlineData("image.size=257", "a whole number from 0 to 256")]
    [InlineData("image.channels=2", "one of 0, 1, 3")]
    [InlineData("image.background=white", "a colour as #rrggbb, such as #ffffff for white")]
    [InlineData("image.background=#12345g", "a colour as #rrggbb, such as #ffffff for white")]
    [InlineData("image.fit=zoom", "one of crop, pad, stretch")]
    [InlineData("superResolution.factor=3", "one of 2, 4")]
    public void What_a_key_of_images_takes_is_said(string setting, string takes) => Assert.EndsWith(
        "it takes " + takes,
        Assert.Throws<UserInputException>(() => Run("dcgan", setting)).Message,
        StringComparison.Ordinal);

    [Fact]
    public void A_colour_has_one_spelling() => Assert.Equal("#00ff7f", Run("dcgan", "image.background=#00FF7f").Image.Background);

    [Fact]
    public void A_size_that_the_family_has_not_is_refused_before_anything_is_resolved_and_points_have_none()
    {
        Assert.Contains("power of two", Refusal(Run("dcgan", "image.size=48")), StringComparison.Ordinal);
        RunConfigurationRules.Validate(Run("srgan", "image.size=30", "superResolution.factor=2"), OwnNames.None);
        Assert.Contains("leave them out", Refusal(TestRuns.Ring8 with { Image = new() { Size = 32 } }), StringComparison.Ordinal);
        Assert.Contains("but one class", Refusal(Run("dcgan", "classes=1", "conditioning=projection")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("mine", 5, 2, "'shards.classes' is 2, and data mine has no labels: give 0, or data with labels", 0)]
    [InlineData("mine", 5, 8, "'shards.classes' is 8, and data mine has 7 classes: give at most 7", 7)]
    [InlineData("mine", 3, 2, "'shards.classes' is 2, by which 3 replicas have 6 of the 7 classes of data mine, and nobody the others: "
        + "give at least 3, or more 'replicas'", 7)]
    [InlineData("grid25", 4, 2, "'shards.classes' is 2, by which 4 replicas have 8 of the 25 modes of data grid25, and nobody the others: "
        + "give at least 7, or more 'replicas'", null)]
    [InlineData("ring8", 1, 9, "'shards.classes' is 9, and data ring8 has 8 modes: give at most 8", null)]
    [InlineData("stacked-mnist", 4, 2, "'shards.classes' is 2, and data stacked-mnist has no labels: give 0, or data with labels", null)]
    public void Classes_that_can_not_be_dealt_are_refused_with_the_fix(string data, int replicas, int each, string what, int? labels)
    {
        var run = new RunConfiguration { Family = "dcgan", Data = data, Replicas = replicas, Shards = new() { Classes = each } };
        var facts = labels is { } count ? new DataFacts(Channels: 3, count) : DataFacts.Of(data);

        Assert.Equal("configuration: " + what, Assert.Throws<UserInputException>(() => RunResolution.Resolve(run, facts)).Message);
    }

    [Fact]
    public void Classes_that_can_be_dealt_stay_as_they_are()
    {
        foreach (var (data, replicas, each) in new[] { ("ring8", 4, 2), ("grid25", 4, 7), ("gaussians100", 100, 1), ("mnist", 5, 2) })
        {
            var run = new RunConfiguration { Family = "mixture", Data = data, Replicas = replicas, Shards = new() { Classes = each } };
            Assert.Equal(each, RunResolution.Resolve(run, DataFacts.Of(data)).Shards.Classes);
        }
    }

    private static string Refusal(RunConfiguration run) =>
        Assert.Throws<UserInputException>(() => RunConfigurationRules.Validate(run, OwnNames.None)).Message;

    private static RunConfiguration Run(string family, params string[] settings) =>
        RunSettings.Apply(new RunConfiguration { Family = family, Data = "mine" }, settings, OwnNames.None);
}
