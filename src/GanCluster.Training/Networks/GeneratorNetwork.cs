using static TorchSharp.torch;

namespace GanCluster.Training.Networks;

/// <summary>A generator of several levels, each of which learns on its own.</summary>
internal interface ILevelGenerator
{
    int Levels { get; }

    /// <param name="z">(N, the family's latent size)</param>
    /// <param name="labels">(N) int64; null for a network without labels.</param>
    /// <param name="coarser">The images that the levels start from, coarsest first: real ones in training; null: its own.</param>
    /// <returns>What each level made, coarsest first: the last are the samples.</returns>
    IReadOnlyList<Tensor> Make(Tensor z, Tensor? labels, IReadOnlyList<Tensor>? coarser);
}

/// <summary>G: from z, (N, latent), or images to enlarge, to samples in data units.</summary>
internal sealed class GeneratorNetwork(nn.Module module, Device device, ScalarType type = ScalarType.Float32)
    : BoundNetwork("generator", module, device, type, firstNoise: 0)
{
    /// <summary>1 but for a generator of several.</summary>
    public int Levels => Module is ILevelGenerator levels ? levels.Levels : 1;

    /// <inheritdoc cref="ILevelGenerator.Make"/>
    /// <exception cref="NetworkException">The module threw.</exception>
    public IReadOnlyList<Tensor> Make(Tensor z, Tensor? labels, IReadOnlyList<Tensor>? coarser = null) => Compute(
        "its forward",
        () => Rounding(() => (IReadOnlyList<Tensor>)
            [.. Module is ILevelGenerator levels ? levels.Make(z, labels, coarser).Select(Whole) : [Whole(Forms.Call(Module, z, labels))]]));
}
