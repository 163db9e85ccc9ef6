using GanCluster.Core;
using GanCluster.Core.Runs;
using GanCluster.Training.Data;
using GanCluster.Training.Parts;

namespace GanCluster.Training.Tests.Parts;

public class OwnRulesSpecs
{
    public static TheoryData<string, string, string> Misfits => new()
    {
        { "own-images", "own-28", "'data' is own-28 with samples of shape (1, 28, 28), and family own-images has (1, 4, 4)" },
        { "own-points", "own-squares", "'data' is own-squares with samples of shape (1, 4, 4), and family own-points has (2)" },
        { "dcgan", "own-28", "'data' is own-28 with samples of shape (1, 28, 28), and family dcgan has (1, 32, 32)" },
        { "own-images", "ring8", "'data' is ring8, which holds points, and family own-images has samples of shape (1, 4, 4)" },
        { "own-points", "mnist", "'data' is mnist, which holds images, and family own-points has samples of shape (2)" },
        { "own-images", "own-none", "'data' is own-none, which holds no sample" },
        { "srgan", "own-28", "'family' is srgan, which is shown and measured on held-out images, and data own-28 has none" },
    };

    [Theory]
    [MemberData(nameof(Misfits))]
    public void A_family_and_data_that_do_not_fit_are_refused(string family, string data, string what) =>
        Assert.StartsWith(
            "configuration: " + what, Refusal(OwnParts.Images with { Family = family, Data = data }), StringComparison.Ordinal);

    [Theory]
    [InlineData("own-labels", "own-squares")]
    [InlineData("own-images", "own-squares", "packing=2", "penalties.gradient=10", "diffAugment=cutout")]
    [InlineData("own-convolutions", "own-colours", "diffAugment=cutout")]
    [InlineData("vanilla", "own-tens", "network.width=8", "conditioning=projection")]
    [InlineData("own-points", "ring8")]
    [InlineData("vanilla", "own-28", "network.width=8")]
    public void A_family_and_data_that_fit_are_taken(string family, string data, params string[] settings) =>
        RunConfigurationRules.Validate(Run(family, data, settings), OwnParts.All.Names);

    [Theory]
    [InlineData("'conditioning' is projection, and whether", "own-labels", "own-squares", "conditioning=projection")]
    [InlineData("'data' is own-none, which holds no sample", "own-labels", "own-none", "batch=8")]
    [InlineData("'classes' is 3, and data own-tens has 10: give classes=10, or leave it out", "vanilla", "own-tens", "conditioning=projection", "classes=3")]
    [InlineData("'data' is own-28, which has no labels", "vanilla", "own-28", "conditioning=projection")]
    [InlineData("'image.size' and 'image.channels' are given, and the samples of family own-images", "own-images", "own-squares", "image.size=16")]
    [InlineData("'image.channels' is 3, and data own-tens is grey", "vanilla", "own-tens", "image.channels=3")]
    [InlineData("'data' is own-28 with samples of shape (1, 28, 28), and family vanilla has (1, 27, 27)", "vanilla", "own-28", "image.size=27")]
    [InlineData("'spectralNorm' is 1, and the layers", "own-images", "own-squares", "spectralNorm=1")]
    [InlineData("'diffAugment' is color, and family own-points has samples", "own-points", "steps", "diffAugment=color")]
    public void What_a_family_cannot_do_is_refused(string what, string family, string data, params string[] settings) =>
        Assert.StartsWith("configuration: " + what, Refusal(Run(family, data, settings)), StringComparison.Ordinal);

    [Theory]
    [InlineData()]
    [InlineData(1L, 0L, 0L)]
    [InlineData(-1L)]
    [InlineData(1L << 13, 1L << 13)]
    [InlineData(1L << 24, 1L << 24, 1L << 24)]
    public void A_shape_that_no_sample_can_have_is_refused(params long[] shape) =>
        Assert.Throws<ArgumentException>(() => With(OwnParts.All, "own-shapeless", shape));

    [Fact]
    public void A_second_family_or_data_of_a_name_is_refused()
    {
        Assert.Throws<ArgumentException>(() => With(OwnParts.All, "own-points", 2));
        Assert.Throws<ArgumentException>(() => With(OwnParts.All, "dcgan", 2));
        Assert.Throws<ArgumentException>(() => OwnParts.All.WithData("steps", _ => throw new InvalidOperationException()));
        Assert.Throws<ArgumentException>(() => OwnParts.All.WithData("mnist", _ => throw new InvalidOperationException()));
    }

    [Fact]
    public void Own_data_is_read_in_the_runs_order_and_held_out_data_in_its_own()
    {
        var catalog = new DataCatalog([], []);
        var first = DataSources.Training(OwnParts.Points, OwnParts.All, catalog);
        var other = DataSources.Training(OwnParts.Points with { Seed = 2 }, OwnParts.All, catalog);
        Assert.Equal(Enumerable.Range(0, 50).Select(i => (long)i), Order(first).Order());
        Assert.NotEqual(Order(first), Order(other));
        Assert.Equal(Enumerable.Range(0, 50).Select(i => (long)i), Order(DataSources.HeldOut(OwnParts.Points, OwnParts.All, catalog)!));
        Assert.Null(DataSources.HeldOut(OwnParts.Images, OwnParts.All, catalog));
    }

    [Fact]
    public void Programs_do_not_see_each_others_families_and_data()
    {
        var first = With(RunParts.BuiltIn, "same", 2).WithData("same", _ => new Empty());
        var other = With(RunParts.BuiltIn, "same", 1, 8, 8);
        var run = OwnParts.Points with { Family = "same", Data = "same" };

        Assert.Equal([2L], first.FamilyOf(run).Shape);
        Assert.Equal([1L, 8, 8], other.FamilyOf(run).Shape);
        Assert.True(first.IsOwnData("same"));
        Assert.False(other.IsOwnData("same"));
        Assert.DoesNotContain("same", RunParts.BuiltIn.Names.Families);
        Assert.Equal("'data' is same, which holds no sample: give it some", first.Names.Misfit(run));
        Assert.StartsWith("'data' is ring8, which holds points", other.Names.Misfit(run with { Data = "ring8" }), StringComparison.Ordinal);
    }

    private static long[] Order(IDataSource source) => [.. Enumerable.Range(0, 50).Select(i => source.IndexAt(i))];

    private static RunConfiguration Run(string family, string data, params string[] settings) =>
        RunSettings.Apply(OwnParts.Images with { Family = family, Data = data }, settings, OwnParts.All.Names);

    private static string Refusal(RunConfiguration configuration) =>
        Assert.Throws<UserInputException>(() => RunConfigurationRules.Validate(configuration, OwnParts.All.Names)).Message;

    private static RunParts With(RunParts parts, string name, params long[] shape) => parts.WithGan(
        name, _ => throw new InvalidOperationException(), _ => throw new InvalidOperationException(), takesLabels: false, shape);

    private sealed class Empty : IDataSet
    {
        public long Count => 0;

        public IReadOnlyList<long> Shape => [2];

        public void Copy(long index, Span<float> sample) => throw new InvalidOperationException("there are no samples");
    }
}
