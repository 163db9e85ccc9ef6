using GanCluster.Core.Runs;
using GanCluster.Training.Data;
using GanCluster.Training.Networks;
using GanCluster.Training.Parts;

namespace GanCluster.Training.Tests;

/// <summary>Families and data of one's own.</summary>
internal static class OwnParts
{
    /// <summary>The built-in ones and these.</summary>
    internal static RunParts All { get; } = RunParts.BuiltIn
        .WithFamily("own-points", new Perceptron([2]))
        .WithFamily("own-images", new Perceptron([1, 4, 4]))
        .WithFamily("own-plain", new Perceptron([1, 4, 4]) { IsPlain = true })
        .WithFamily("own-normalized", new Perceptron([1, 4, 4]) { Norm = [new Layer.BatchNorm(4)] })
        .WithData("steps", _ => new Steps([2]) { HeldOut = new Steps([2]) })
        .WithData("own-squares", _ => new Steps([1, 4, 4]) { Classes = 10 })
        .WithData("own-28", _ => new Steps([1, 28, 28]))
        .WithData("own-none", _ => new Steps([1, 4, 4]) { Count = 0 });

    /// <summary>Of points, by a family of one's own.</summary>
    internal static RunConfiguration Points { get; } = new()
    {
        Family = "own-points",
        Data = "steps",
        Replicas = 2,
        Batch = 4,
        Horizon = 10_000,
        Latent = new LatentOptions { Size = 3 },
    };

    internal static RunConfiguration Images { get; } = Points with { Family = "own-images", Data = "own-squares" };

    private sealed class Perceptron(long[] shape) : IFamily
    {
        private const int Width = 4;

        public IReadOnlyList<long> Shape => shape;

        /// <summary>Whether it leaves labels and packs out.</summary>
        public bool IsPlain { get; init; }

        public Layer[] Norm { get; init; } = [];

        private int Values => (int)shape.Aggregate(1L, (product, size) => product * size);

        public IEnumerable<Layer> Generator(RunConfiguration configuration)
        {
            var inputs = new NetworkInputs(configuration);
            return
            [
                .. IsPlain ? [] : inputs.Labelled, new Layer.Linear(inputs.Latent, Width), .. Norm, new Layer.LeakyReLU(0.2),
                new Layer.Linear(Width, Values), new Layer.Reshape([.. shape]),
            ];
        }

        public IEnumerable<Layer> Discriminator(RunConfiguration configuration)
        {
            var inputs = new NetworkInputs(configuration);
            return
            [
                .. IsPlain ? [] : inputs.Packed, new Layer.Reshape([-1]), .. IsPlain ? [] : inputs.Joined,
                new Layer.Linear(inputs.Channels(Values), Width), .. Norm, new Layer.LeakyReLU(0.2), .. inputs.Head(Width),
            ];
        }
    }

    private sealed class Steps(long[] shape) : IDataSet
    {
        public long Count { get; init; } = 50;

        public IReadOnlyList<long> Shape => shape;

        public int Classes { get; init; }

        public IDataSet? HeldOut { get; init; }

        public void Copy(long index, Span<float> sample)
        {
            for (var i = 0; i < sample.Length; i++)
            {
                sample[i] = ((index * (i + 1)) % 50 / 25f) - 1;
            }
        }

        public int LabelOf(long index) => (int)(index % Classes);
    }
}
