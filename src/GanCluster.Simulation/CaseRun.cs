namespace GanCluster.Simulation;

/// <summary>One case: coordinators, workers and their networks on a virtual clock, with the faults that its seed gives.</summary>
internal sealed class CaseRun
{
    private static readonly TimeSpan Limit = TimeSpan.FromHours(1);
    private readonly World _world;
    private readonly FaultInjector _faults;

    private CaseRun(SimulationCase simulated, Interpreters interpreters, Action<string>? trace)
    {
        _world = new World(simulated, interpreters, trace);
        _faults = new FaultInjector(_world);
    }

    public Exercised Exercised => _world.Exercised;

    public IReadOnlyList<string> Violations => _world.Checker.Violations;

    public IReadOnlyList<string> Commits => _world.Checker.Commits;

    public static CaseRun Run(SimulationCase simulated, Interpreters interpreters, Action<string>? trace = null)
    {
        var run = new CaseRun(simulated, interpreters, trace);
        run.Run();
        return run;
    }

    private void Run()
    {
        foreach (var coordinator in _world.Coordinators)
        {
            coordinator.Start();
        }

        _faults.Start();
        _world.Clock.RunUntil(() => _world.End is not null, Limit);
        foreach (var coordinator in _world.Coordinators)
        {
            coordinator.Office?.End();
        }

        _world.Checker.OnEnd(_world.End);
    }
}
