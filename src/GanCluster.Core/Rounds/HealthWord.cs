using System.Collections.Immutable;
using GanCluster.Core.Health;

namespace GanCluster.Core.Rounds;

/// <summary>What a majority of journals has to have before the run goes by it.</summary>
/// <param name="After">Where the run stands after it.</param>
/// <param name="Course">Of the check, or the one that begins.</param>
/// <param name="Measures">Of the check; empty for a roll-back.</param>
public sealed record HealthWord(RunPosition After, int Course, HealthEntry Entry, ImmutableArray<Measured> Measures);
