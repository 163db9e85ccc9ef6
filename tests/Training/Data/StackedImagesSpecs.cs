using GanCluster.Core;
using GanCluster.Core.Runs;
using GanCluster.Training.Data;
using GanCluster.Training.Parts;

namespace GanCluster.Training.Tests.Data;

public sealed class StackedImagesSpecs
{
    private const int Side = 28;
    private const int Each = Side * Side;
    private static readonly StackedImages Stacked = new(new Grey());

    [Fact]
    public void A_stack_has_three_images_of_the_set_as_its_layers_the_same_in_every_process()
    {
        var source = Stacked.Source(ImageSplit.Train, position => position, withLabels: false);

        Assert.Equal([3L, Side, Side], source.Shape);
        Assert.Equal(128_000, source.Count);
        Assert.Equal("9 1 1 3 9 2", string.Join(" ", (int[])[.. Layers(source, 0), .. Layers(source, 1)]));
        Assert.NotEqual(Layers(source, 0), Layers(Stacked.Source(ImageSplit.HeldOut, position => position, withLabels: false), 0));
    }

    [Fact]
    public void Every_stack_comes_about_as_often_as_any_other()
    {
        var source = Stacked.Source(ImageSplit.Train, position => position, withLabels: false);

        var stacks = Enumerable.Range(0, 20_000).Select(i => string.Concat(Layers(source, i))).CountBy(stack => stack).ToList();

        Assert.Equal(1000, stacks.Count);
        Assert.All(stacks, stack => Assert.InRange(stack.Value, 3, 45));
    }

    [Fact]
    public void Their_facts_are_known_before_they_are_looked_at() =>
        Assert.Equal(new DataFacts(Channels: 3, Classes: 0), DataFacts.Of("stacked-mnist"));

    [Fact]
    public void Without_mnist_the_way_to_it_is_said()
    {
        var run = new RunConfiguration { Family = "dcgan", Data = "stacked-mnist" };

        var error = Assert.Throws<UserInputException>(() => DataSources.Find(run, RunParts.BuiltIn, new DataCatalog(["/nowhere"], [new("mnist")])));

        Assert.Contains("data set 'mnist' is not on this machine: run './gancluster data get mnist'", error.Message, StringComparison.Ordinal);
    }

    /// <summary>The images that are a sample's layers.</summary>
    private static int[] Layers(IDataSource source, long index)
    {
        var sample = new float[source.ValuesPerSample];
        source.Copy(index, sample);
        return [.. Enumerable.Range(0, 3).Select(layer => (int)sample[layer * Each])];
    }

    /// <summary>Ten images, each of one value: its number.</summary>
    private sealed class Grey : FoundImages
    {
        public override int Channels => 1;

        public override int Classes => 10;

        public override long Count(ImageSplit split) => 10;

        public override IDataSource Source(ImageSplit split, Func<long, long> indexAt, bool withLabels) => new Numbers();
    }

    private sealed class Numbers : IDataSource
    {
        public long? Count => 10;

        public IReadOnlyList<long> Shape => [1, Side, Side];

        public int ValuesPerSample => Each;

        public long IndexAt(long position) => position;

        public void Copy(long index, Span<float> sample) => sample.Fill(index);
    }
}
