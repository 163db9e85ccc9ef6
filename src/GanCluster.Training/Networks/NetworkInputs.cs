using System.Collections.Immutable;
using GanCluster.Core.Runs;

namespace GanCluster.Training.Networks;

/// <summary>What comes into a family's networks besides z and a sample, and D's last layer, which may meet the label. A family
/// with all of it can be conditional and packed.</summary>
public sealed class NetworkInputs(RunConfiguration configuration)
{
    private readonly int _classes = Family.ClassesOf(configuration);
    private readonly bool _joined = configuration.Conditioning == "concatenation";

    /// <summary>Whether D meets the label in its last layer.</summary>
    public bool IsProjected => configuration.Conditioning == "projection";

    /// <summary>Values of the label.</summary>
    public int Classes => _classes;

    /// <summary>Values of z and the label.</summary>
    public int Latent => configuration.Latent.Size + _classes;

    /// <summary>The first layers of G.</summary>
    public ImmutableArray<Layer> Labelled => _classes > 0 ? [new Layer.JoinLabel()] : [];

    /// <summary>The first layers of D.</summary>
    public ImmutableArray<Layer> Packed => configuration.Packing > 1 ? [new Layer.Pack(configuration.Packing)] : [];

    /// <summary>In D, where the label comes to the sample's own channels.</summary>
    public ImmutableArray<Layer> Joined => _joined ? [new Layer.JoinLabel()] : [];

    /// <summary>Channels after <see cref="Packed"/> and <see cref="Joined"/>.</summary>
    /// <param name="each">Of one sample.</param>
    public int Channels(int each) => (each * configuration.Packing) + (_joined ? _classes : 0);

    /// <summary>From (N, features) to the logit, (N).</summary>
    public ImmutableArray<Layer> Head(int features) =>
    [
        IsProjected ? new Layer.Projection(features, _classes) : new Layer.Linear(features, 1),
        new Layer.Reshape([]),
    ];
}
