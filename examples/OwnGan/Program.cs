using GanCluster.Core.Runs;
using GanCluster.Node;
using GanCluster.Training.Data;
using GanCluster.Training.Networks;

return await new GanClusterApp()
    .AddFamily("spots", new SpotsFamily())
    .AddData("spots", seed => new Spots())
    .RunAsync(args);

/// <summary>Perceptrons over 16 x 16 pixels.</summary>
internal sealed class SpotsFamily : IFamily
{
    public IReadOnlyList<long> Shape { get; } = [1, 16, 16];

    public IEnumerable<Layer> Generator(RunConfiguration run) =>
    [
        new Layer.Linear(run.Latent.Size, run.Network.Width), new Layer.LeakyReLU(0.2),
        new Layer.Linear(run.Network.Width, run.Network.Width), new Layer.LeakyReLU(0.2),
        new Layer.Linear(run.Network.Width, 256), new Layer.Tanh(), new Layer.Reshape([1, 16, 16]),
    ];

    public IEnumerable<Layer> Discriminator(RunConfiguration run) =>
    [
        new Layer.Reshape([256]), new Layer.Linear(256, run.Network.Width), new Layer.LeakyReLU(0.2),
        new Layer.Linear(run.Network.Width, run.Network.Width), new Layer.LeakyReLU(0.2),
        new Layer.Linear(run.Network.Width, 1), new Layer.Reshape([]),
    ];
}

/// <summary>Images of 16 x 16 with one soft spot each, whose place and size are the index.</summary>
internal sealed class Spots : IDataSet
{
    public long Count => 32 * 32 * 4;

    public IReadOnlyList<long> Shape { get; } = [1, 16, 16];

    public void Copy(long index, Span<float> sample)
    {
        var (x, y, radius) = (4 + (index % 32 / 4f), 4 + (index / 32 % 32 / 4f), 1.5f + (index / 1024 / 2f));
        for (var i = 0; i < sample.Length; i++)
        {
            // Only + - * /, which have the same bits on every machine.
            var (dx, dy) = (((i % 16) - x) / radius, ((i / 16) - y) / radius);
            var square = (dx * dx) + (dy * dy);
            sample[i] = (2 / (1 + (square * square))) - 1;
        }
    }
}
