using GanCluster.Training.Networks;
using static TorchSharp.torch;

namespace GanCluster.Training.Replicas;

/// <summary>What D's last step leaves for G's.</summary>
/// <param name="Fakes">Each level's generated samples, with their graph.</param>
/// <param name="Recomputation">How G's graph goes on; null: it is there.</param>
internal sealed record PendingStep(Batch Batch, IReadOnlyList<Tensor> Fakes, Recomputation? Recomputation) : IDisposable
{
    public void Dispose()
    {
        Batch.Real.Dispose();
        Batch.Labels?.Dispose();
        foreach (var fake in Fakes)
        {
            fake.Dispose();
        }

        Recomputation?.Dispose();
    }
}
