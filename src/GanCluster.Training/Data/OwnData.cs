using System.Collections.Concurrent;
using GanCluster.Core.Runs;
using GanCluster.Training.Networks;

namespace GanCluster.Training.Data;

/// <summary>A program's own data sets by their names.</summary>
public static class OwnData
{
    private static readonly ConcurrentDictionary<string, Func<ulong, IDataSet>> Known = new(StringComparer.Ordinal);
    private static readonly ConcurrentDictionary<(string Name, ulong Seed), IDataSet> Opened = new();

    /// <summary>For the whole process, before a configuration is read.</summary>
    /// <param name="open">From a run's seed.</param>
    /// <exception cref="ArgumentException">The name is empty or that of other data.</exception>
    public static void Add(string name, Func<ulong, IDataSet> open)
    {
        OwnNames.AddData(name, OwnRules.Misfit);
        Known[name] = open;
    }

    internal static bool Has(string name) => Known.ContainsKey(name);

    /// <summary>The run's data set, opened once; null where its data is built in.</summary>
    internal static IDataSet? Find(RunConfiguration configuration) => Known.TryGetValue(configuration.Data, out var open)
        ? Opened.GetOrAdd((configuration.Data, configuration.Seed), run => open(run.Seed))
        : null;
}
