using GanCluster.Core.Rounds;

namespace GanCluster.Cluster.Tests.Local;

/// <summary>Where in a worker's life a fault strikes.</summary>
public enum Phase
{
    GradientD,
    StepD,
    GradientG,
    StepG,
    Local,
    Average,
    Hash,
    Commit,
    Snapshot,
    Load,
}

/// <summary>Faults by worker, step and phase. Each strikes once, at the phase's first call at or after the step.</summary>
internal sealed class FaultSchedule
{
    private int _struck;
    private readonly List<(WorkerId Worker, long Step, Phase Phase, Action Strike)> _planned = [];

    public int Left => _planned.Count;

    public FaultSchedule KillAt(string worker, long step, Phase phase) =>
        At(worker, step, phase, () => throw new InvalidOperationException($"killed at step {step} in {phase}"));

    public FaultSchedule HangAt(string worker, long step, Phase phase, ManualResetEventSlim release) =>
        At(worker, step, phase, () =>
        {
            if (!release.Wait(TimeSpan.FromSeconds(30)))
            {
                throw new TimeoutException($"{worker} was not released within 30 s");
            }
        });

    public void AwaitStruck(int faults = 1)
    {
        lock (_planned)
        {
            while (_struck < faults)
            {
                Assert.True(Monitor.Wait(_planned, TimeSpan.FromSeconds(30)), $"{_struck} of {faults} faults struck within 30 s");
            }
        }
    }

    public void Check(WorkerId worker, long step, Phase phase)
    {
        Action? strike = null;
        lock (_planned)
        {
            var at = _planned.FindIndex(f => f.Worker == worker && f.Phase == phase && step >= f.Step);
            if (at >= 0)
            {
                strike = _planned[at].Strike;
                _planned.RemoveAt(at);
                _struck++;
                Monitor.PulseAll(_planned);
            }
        }

        strike?.Invoke();
    }

    public FaultSchedule At(string worker, long step, Phase phase, Action strike)
    {
        _planned.Add((new WorkerId(worker), step, phase, strike));
        return this;
    }
}
