using System.Buffers;
using GanCluster.Core.Hashing;
using GanCluster.Core.Ledger;
using GanCluster.Core.Rounds;

namespace GanCluster.Core.Workers;

/// <summary>
/// One device's copy of the run's version, and what computes on it, in numbers and bytes. It has two slots: the committed
/// version,
/// and a working one that steps are made on; an attempt that is abandoned only touches the second. What it computes for a
/// replica is a pure function of (version, run seed, course, step, replica). Used by one thread at a time.
/// </summary>
public interface IReplica : IDisposable
{
    /// <summary>Steps in the committed version.</summary>
    long Step { get; }

    /// <summary>Of the committed version, and so of the steps that are made from it.</summary>
    int Course { get; }

    /// <summary>What the committed version tells of the round after it: K, where it follows the drift; else 0.</summary>
    int Every { get; }

    /// <inheritdoc cref="Every"/>
    /// <remarks>Of the working slot.</remarks>
    int NextEvery { get; }

    /// <summary>Floats in the vectors that are combined.</summary>
    VectorLengths Lengths { get; }

    /// <summary>Memory that the replica reads and writes without copying, 64-byte aligned.</summary>
    IMemoryOwner<float> Rent(int length);

    /// <summary>Working slot = committed version; read logs and statistics start anew.</summary>
    void Begin();

    /// <summary>Writes D's gradient of the mean loss over the replica's batch j of the step. The generated batch is kept for
    /// G's step.</summary>
    void DiscriminatorGradient(long step, int j, int replica, Memory<float> gradient);

    /// <summary>One optimizer step of D with the sum over all replicas divided by their number. May overwrite the sum.</summary>
    void DiscriminatorStep(long step, int j, Memory<float> sum);

    /// <summary>Writes G's gradient of the mean loss over the batch that <see cref="DiscriminatorGradient"/> kept.</summary>
    void GeneratorGradient(long step, int replica, Memory<float> gradient);

    /// <summary>One optimizer step of G, and of its EMA. May overwrite the sum.</summary>
    void GeneratorStep(long step, Memory<float> sum);

    /// <summary>
    /// Makes the steps on a replica of its own, from the committed version, and writes G, D and the optimizers' moments.
    /// <paramref name="stepDone"/> is called after each.
    /// </summary>
    /// <returns>Null, or where it stopped because a gradient or weights were no numbers any more; the state is then
    /// undefined.</returns>
    Divergence? LocalSteps(StepSpan steps, int replica, Memory<float> state, Action stepDone);

    /// <summary>Working slot = the sum of the replicas' states divided by their number; the EMA follows. May overwrite the
    /// sum.</summary>
    void Average(StepSpan steps, Memory<float> sum);

    /// <summary>Whether the network's weights in the working slot are finite.</summary>
    bool IsFinite(NetworkKind network);

    /// <summary>What was read for a replica since <see cref="Begin"/>, and its statistics over <paramref name="steps"/>
    /// steps.</summary>
    (ReadLog Reads, ReplicaStatistics Statistics) Report(int replica, int steps);

    /// <summary>Over all tensors of the working slot: equal on two workers if and only if their versions are.</summary>
    Hash128 Hash();

    /// <summary>Committed version = working slot, at the given step.</summary>
    void Commit(long step);

    /// <summary>A copy of the committed version.</summary>
    VersionSnapshot Snapshot();

    /// <summary>Committed version = the snapshot: what a resumed run and a joining worker start from.</summary>
    void Load(VersionSnapshot snapshot);
}

/// <param name="Discriminator">D's flat gradient.</param>
/// <param name="Generator">G's flat gradient.</param>
/// <param name="State">G, D and both optimizers' moments.</param>
/// <param name="RoundedState">Of the state, its first values, how many are averaged in <see cref="Sums.EightBits"/>.</param>
public readonly record struct VectorLengths(int Discriminator, int Generator, int State, int RoundedState = 0);
