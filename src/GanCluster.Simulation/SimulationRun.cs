using System.Collections.Concurrent;

namespace GanCluster.Simulation;

/// <summary>The protocol under seeded faults: the interpreters that the actors run, on a virtual clock, network and
/// replica.</summary>
public static class SimulationRun
{
    /// <summary>Runs one case a seed, on all cores. The same arguments always give the same report.</summary>
    /// <param name="workers">The most workers of a case.</param>
    public static SimulationReport Run(ulong firstSeed, int seeds, int workers, CancellationToken stop = default)
    {
        var exercised = new Exercised();
        var violations = new ConcurrentBag<Violation>();
        Parallel.For(0, seeds, new ParallelOptions { CancellationToken = stop }, n =>
        {
            var seed = firstSeed + (ulong)n;
            var run = CaseRun.Run(SimulationCase.Of(seed, workers), Interpreters.Real);
            foreach (var text in run.Violations)
            {
                violations.Add(new Violation(seed, text));
            }

            lock (exercised)
            {
                exercised.Add(run.Exercised);
            }
        });
        return new SimulationReport(
            seeds, exercised, [.. violations.OrderBy(v => v.Seed).ThenBy(v => v.Text, StringComparer.Ordinal)]);
    }

    /// <summary>Runs one case and tells what happens in it, a line each.</summary>
    public static SimulationReport Replay(ulong seed, int workers, Action<string> trace)
    {
        var run = CaseRun.Run(SimulationCase.Of(seed, workers), Interpreters.Real, trace);
        return new SimulationReport(1, run.Exercised, [.. run.Violations.Select(text => new Violation(seed, text))]);
    }
}
