using System.Globalization;
using GanCluster.Core.Runs;

namespace GanCluster.Telemetry;

/// <summary>What does not change in a run.</summary>
/// <param name="TargetStep">Where it ends.</param>
public sealed record RunFacts(string Name, RunConfiguration Configuration, long TargetStep)
{
    /// <summary>Few and fixed, as labels have to be.</summary>
    internal IEnumerable<KeyValuePair<string, string>> Tags =>
    [
        new("run", Name),
        new("family", Configuration.Family),
        new("sync", Configuration.Sync.ToString().ToLowerInvariant()),
        new("seed", Configuration.Seed.ToString(CultureInfo.InvariantCulture)),
    ];
}
