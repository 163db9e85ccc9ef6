using GanCluster.Core.Runs;
using GanCluster.Training.Data;
using GanCluster.Training.Replicas;
using static TorchSharp.torch;

namespace GanCluster.Training.Tests;

/// <summary>Runs that are small enough to make hundreds of steps of.</summary>
internal static class Runs
{
    internal static RunConfiguration Mixture { get; } = new()
    {
        Family = "mixture",
        Data = "ring8",
        Replicas = 2,
        Batch = 8,
        Horizon = 100_000,
        Objective = "relativistic",
        Penalties = new PenaltyOptions { R1 = 0.05, R2 = 0.1, Final = 0.1 },
        Optimizer = new OptimizerOptions { G = 1e-3, D = 1e-3, Beta1 = 0, Beta2 = 0.99, Final = 0.05 },
        Latent = new LatentOptions { Size = 4 },
        Network = new NetworkOptions { Width = 16, Depth = 2, Bands = 2 },
    };

    internal static RunConfiguration Dcgan { get; } = new()
    {
        Family = "dcgan",
        Data = "fashion-mnist",
        Replicas = 2,
        Batch = 4,
        Horizon = 10_000,
        Latent = new LatentOptions { Size = 8 },
        Network = new NetworkOptions { Width = 4 },
    };

    internal static RunConfiguration Of(string family) => family == "dcgan" ? Dcgan : Mixture;

    /// <summary>The run's own data; for images, stripes that differ from image to image.</summary>
    internal static IDataSource Data(RunConfiguration configuration)
    {
        if (DataSources.Mixture(configuration.Data) is not null)
        {
            return DataSources.Training(configuration, new DataCatalog(null, []));
        }

        const int Count = 100;
        const int Pixels = 28 * 28;
        var values = Enumerable.Range(0, Count * Pixels).Select(i => (byte)(i / Pixels * i % 251)).ToArray();
        return new ImageDataSource(new IdxData([Count, 28, 28], values), 32, position => position % Count);
    }

    internal static GanReplica Replica(RunConfiguration configuration, IDataReader? reader = null)
    {
        var data = Data(configuration);
        return new GanReplica(configuration, reader ?? new DataReader(data), data.Shape, CPU);
    }
}
