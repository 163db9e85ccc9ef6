using GanCluster.Core.Hashing;

namespace GanCluster.Core.Rounds;

/// <summary>A place in a run between two rounds.</summary>
/// <param name="Step">Steps committed.</param>
/// <param name="Version">The committed version: one more at every commit.</param>
/// <param name="Round">The number of the round that opens next; the first is 1.</param>
public readonly record struct RunPosition(long Step, long Version, long Round);

/// <summary>A round that was committed. Whoever computes it again must get the same hash.</summary>
public sealed record CommittedVersion(RunPosition After, StepSpan Steps, Hash128 Hash);
