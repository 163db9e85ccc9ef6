using System.Collections.Immutable;

namespace GanCluster.Core.Health.Recorded;

/// <summary>The checks of a run that was made before, for rules to be tried on.</summary>
/// <param name="Run">The run's name.</param>
/// <param name="Data">Its data's.</param>
/// <param name="Fault">What it was spoilt by; empty: by nothing.</param>
/// <param name="FaultStep">From where on; null: nowhere.</param>
public sealed record RecordedSeries(
    string Run, string Data, ulong Seed, string Fault, long? FaultStep, ImmutableArray<HealthCheck> Checks);
