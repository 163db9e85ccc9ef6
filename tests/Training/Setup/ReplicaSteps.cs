using System.Buffers;
using GanCluster.Core.Runs;
using GanCluster.Training.Replicas;

namespace GanCluster.Training.Tests;

/// <summary>Drives one <see cref="GanReplica"/> through steps of <c>gradients</c>, all replicas on it.</summary>
internal sealed class ReplicaSteps(GanReplica replica, RunConfiguration configuration) : IDisposable
{
    private readonly IMemoryOwner<float>[] _discriminator = Rent(replica, configuration, replica.Lengths.Discriminator);
    private readonly IMemoryOwner<float>[] _generator = Rent(replica, configuration, replica.Lengths.Generator);

    /// <summary>Every replica's last gradients.</summary>
    internal float[][] DiscriminatorGradients { get; private set; } = [];

    internal float[][] GeneratorGradients { get; private set; } = [];

    internal void Make(long step)
    {
        for (var j = 0; j < configuration.DSteps; j++)
        {
            DiscriminatorStep(step, j);
        }

        GeneratorStep(step);
    }

    internal void DiscriminatorStep(long step, int j = 0)
    {
        for (var r = 0; r < configuration.Replicas; r++)
        {
            replica.DiscriminatorGradient(step, j, r, _discriminator[r].Memory);
        }

        DiscriminatorGradients = [.. _discriminator.Select(gradient => gradient.Memory.ToArray())];
        replica.DiscriminatorStep(step, j, Sum(_discriminator));
    }

    internal void GeneratorStep(long step)
    {
        for (var r = 0; r < configuration.Replicas; r++)
        {
            replica.GeneratorGradient(step, r, _generator[r].Memory);
        }

        GeneratorGradients = [.. _generator.Select(gradient => gradient.Memory.ToArray())];
        replica.GeneratorStep(step, Sum(_generator));
    }

    public void Dispose()
    {
        foreach (var owner in _discriminator.Concat(_generator))
        {
            owner.Dispose();
        }
    }

    private static IMemoryOwner<float>[] Rent(GanReplica replica, RunConfiguration configuration, int length) =>
        [.. Enumerable.Range(0, configuration.Replicas).Select(_ => replica.Rent(length))];

    private static Memory<float> Sum(IMemoryOwner<float>[] gradients)
    {
        var sum = gradients[0].Memory;
        foreach (var other in gradients.Skip(1))
        {
            for (var i = 0; i < sum.Length; i++)
            {
                sum.Span[i] += other.Memory.Span[i];
            }
        }

        return sum;
    }
}
