using System.Collections.Immutable;

namespace GanCluster.Simulation;

/// <summary>What came of the cases.</summary>
public sealed record SimulationReport(int Cases, Exercised Exercised, ImmutableArray<Violation> Violations);

/// <summary>Something that no run may do, and the seed of the case that did it.</summary>
public sealed record Violation(ulong Seed, string Text);
