using GanCluster.Core.Noise;

namespace GanCluster.Training.Data;

/// <summary>
/// Stacked MNIST (Metz et al., 2017): three grey images of another set as red, green and blue, drawn evenly, each draw always the
/// same. Of ten kinds of images it makes a thousand, which can be counted.
/// </summary>
internal sealed class StackedImages(FoundImages images) : FoundImages
{
    /// <summary>What runs call the set whose images are MNIST's.</summary>
    public const string Name = "stacked-mnist";

    private const string Stacked = "mnist";

    /// <summary>As PacGAN (Lin et al., 2018) has.</summary>
    private const long TrainingStacks = 128_000;

    private const long HeldOutStacks = 26_000;

    public override int Channels => StackedSource.Layers;

    public override int Classes => 0;

    public override IEnumerable<string> Lines => images.Lines;

    /// <summary>The set whose files a data name stands for.</summary>
    public static string FilesOf(string data) => data == Name ? Stacked : data;

    public override long Count(ImageSplit split) => split == ImageSplit.Train ? TrainingStacks : HeldOutStacks;

    public override IDataSource Source(ImageSplit split, Func<long, long> indexAt, bool withLabels)
    {
        var (layers, of) = (images.Source(split, position => position, withLabels: false), images.Count(split));
        var stream = NoiseStream.Of(NoisePurpose.Stacking, split == ImageSplit.Train ? 0UL : 1);
        return new StackedSource(layers, Count(split), indexAt, draw => Uniforms.Integer(seed: 0, stream, (ulong)draw, of));
    }

    protected override void Dispose(bool isDisposing)
    {
        images.Dispose();
        base.Dispose(isDisposing);
    }
}

/// <param name="drawn">The image of layer l of sample i, as draw 3 i + l.</param>
internal sealed class StackedSource(IDataSource layers, long count, Func<long, long> indexAt, Func<long, long> drawn) : IDataSource
{
    public const int Layers = 3;

    public long? Count => count;

    public IReadOnlyList<long> Shape => [Layers, .. layers.Shape.Skip(1)];

    public int ValuesPerSample => Layers * layers.ValuesPerSample;

    public long IndexAt(long position) => indexAt(position);

    public void Copy(long index, Span<float> sample)
    {
        var size = layers.ValuesPerSample;
        for (var layer = 0; layer < Layers; layer++)
        {
            layers.Copy(drawn((Layers * index) + layer), sample.Slice(layer * size, size));
        }
    }
}
