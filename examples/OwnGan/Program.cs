using GanCluster.Node;
using GanCluster.Training.Data;
using static TorchSharp.torch.nn;

return await new GanClusterApp()
    .AddGan(
        "spots",
        run => Sequential(
            Linear(run.Latent.Size, run.Network.Width), LeakyReLU(0.2),
            Linear(run.Network.Width, run.Network.Width), LeakyReLU(0.2),
            Linear(run.Network.Width, 256), Tanh(), Unflatten(1, [1, 16, 16])),
        run => Sequential(
            Flatten(), Linear(256, run.Network.Width), LeakyReLU(0.2),
            Linear(run.Network.Width, run.Network.Width), LeakyReLU(0.2), Linear(run.Network.Width, 1)),
        1, 16, 16)
    .AddData("spots", seed => new Spots())
    .RunAsync(args);

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
