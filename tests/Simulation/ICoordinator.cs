using GanCluster.Core.Rounds;

namespace GanCluster.Simulation.Tests;

/// <summary>What is simulated: the interpreter, or one whose rules were spoilt.</summary>
internal interface ICoordinator
{
    RunState State { get; }

    void Handle(TimeSpan now, IRunEvent e);
}

internal delegate ICoordinator CoordinatorFactory(RunState start, RoundOptions options, ICoordinatorEffects effects);

internal sealed class RealCoordinator(RunState start, RoundOptions options, ICoordinatorEffects effects) : ICoordinator
{
    private readonly CoordinatorInterpreter _interpreter = new(start, options, effects);

    public RunState State => _interpreter.State;

    public void Handle(TimeSpan now, IRunEvent e) => _interpreter.Handle(now, e);
}
