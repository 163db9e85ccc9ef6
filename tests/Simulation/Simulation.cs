using GanCluster.Core.Hashing;
using GanCluster.Core.Ledger;
using GanCluster.Core.Rounds;

namespace GanCluster.Simulation.Tests;

/// <summary>One case: a coordinator and its workers on a virtual clock, with the faults that its seed gives.</summary>
internal sealed class Simulation : ICoordinatorEffects
{
    private static readonly TimeSpan CalmFrom = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Limit = TimeSpan.FromHours(2);
    private readonly VirtualClock _clock = new();
    private readonly SimulatedExchange _exchange = new();
    private readonly SortedDictionary<WorkerId, SimulatedWorker> _workers = [];
    private readonly SimulationCase _case;
    private readonly Random _random;
    private readonly SimulatedNetwork _network;
    private readonly ProtocolChecker _checker;
    private readonly ICoordinator _coordinator;

    /// <summary>
    /// The last by name, for the first is preferred as a source and for snapshots; but the first where the last has no
    /// replica, for the steady one takes part in every round.
    /// </summary>
    private readonly WorkerId _steady;
    private (bool Succeeded, string Reason)? _end;
    private long _events;

    private Simulation(SimulationCase simulated, CoordinatorFactory create, Func<long, Hash128> truth)
    {
        var plan = new SamplePlan(simulated.Options.Replicas, 2, 1);
        (_case, _random) = (simulated, new Random(simulated.Seed));
        _steady = new WorkerId($"w{Steady}");
        _network = new SimulatedNetwork(_clock, _random, simulated, CalmFrom);
        _checker = new ProtocolChecker(plan, truth);
        _coordinator = create(RunState.StartingAt(TimeSpan.Zero, 1, 0, 0, 1), simulated.Options, this);
        for (var n = 1; n <= simulated.Workers; n++)
        {
            var id = new WorkerId($"w{n}");
            _workers.Add(id, new SimulatedWorker(id, _clock, _exchange, plan, e => ToCoordinator(id, e))
            {
                Speed = 0.02 + (_random.NextDouble() * 0.2),
            });
        }
    }

    public int Crashes { get; private set; }

    public int Hangs { get; private set; }

    public long Messages => _network.Lost + _network.Repeated;

    public RunState State => _coordinator.State;

    private int Steady => _case.Options.Replicas >= _case.Workers ? _case.Workers : 1;

    public IReadOnlyList<string> Violations => _checker.Violations;

    public Dictionary<long, Hash128> Committed { get; } = [];

    public static Simulation Run(SimulationCase simulated, CoordinatorFactory create)
    {
        var quiet = new Simulation(simulated.Quiet() with { Options = EveryStep(simulated) }, Real, _ => default);
        quiet.Run();
        var simulation = new Simulation(simulated, create, step => quiet.Committed.GetValueOrDefault(step));
        simulation.Run();
        return simulation;
    }

    public static ICoordinator Real(RunState start, RoundOptions options, ICoordinatorEffects effects) =>
        new RealCoordinator(start, options, effects);

    void ICoordinatorEffects.Assign(WorkerId worker, RoundAssignment assignment) => ToWorker(worker, w => w.Assign(assignment));

    void ICoordinatorEffects.Abandon(AttemptId id, string reason) => _exchange.Break(id);

    void ICoordinatorEffects.Commit(Committed committed, RoundRecord record)
    {
        Committed.Add(committed.Step, committed.Hash);
        _checker.OnCommit(committed, record);
        foreach (var report in record.Reports)
        {
            ToWorker(report.Worker, w => w.Commit(committed));
        }
    }

    /// <summary>A worker that hears of it comes back as a new one, with the version that it holds.</summary>
    void ICoordinatorEffects.Lose(WorkerId worker, string reason) => _clock.After(
        TimeSpan.FromSeconds(1),
        () =>
        {
            var lost = _workers[worker];
            if (lost.Alive)
            {
                lost.Crash();
                Restart(lost, afresh: false);
            }
        });

    void ICoordinatorEffects.Heal(WorkerId worker, WorkerId source) => ToWorker(
        source, s => s.Copy((weights, step) => ToWorker(worker, w => w.Load(weights, step))));

    void ICoordinatorEffects.TakeSnapshot(WorkerId worker, long step, SnapshotPurpose purpose) => ToWorker(
        worker,
        w => w.Copy((weights, held) =>
        {
            // What comes late is not copied: the worker may be ahead of it, or was told of a commit that it never heard of.
            if (held == step)
            {
                _checker.OnSnapshot(weights, held);
                ToCoordinator(worker, new SnapshotTaken(worker, held));
            }
        }));

    /// <summary>Each event ends with a new time to wake at, which replaces the one before.</summary>
    void ICoordinatorEffects.WakeAt(TimeSpan at)
    {
        var number = _events;
        _clock.After(at - _clock.Now, () =>
        {
            if (number == _events)
            {
                Handle(Tick.Instance);
            }
        });
    }

    void ICoordinatorEffects.Finish(bool succeeded, string reason) => _end = (succeeded, reason);

    private static RoundOptions EveryStep(SimulationCase simulated) =>
        simulated.Options with { ExpectedWorkers = 1, RoundTime = TimeSpan.Zero, SyncEvery = 1, CheckpointEverySteps = 0 };

    private void Run()
    {
        foreach (var worker in _workers.Values)
        {
            var latest = worker.Id == _steady ? 15 : 30;
            _clock.After(TimeSpan.FromSeconds(_random.NextDouble() * latest), () => worker.Start(afresh: true));
        }

        ScheduleFault();
        _coordinator.Handle(_clock.Now, Tick.Instance);
        var finished = _clock.RunUntil(() => _end is not null, Limit);
        _checker.OnEnd(finished, _end?.Succeeded ?? false, _end?.Reason ?? "", _case.Options.TargetStep);
    }

    private void Handle(IRunEvent e)
    {
        if (_end is null)
        {
            _events++;
            _coordinator.Handle(_clock.Now, e);
        }
    }

    private void ToCoordinator(WorkerId from, IRunEvent e) => _network.Send(from == _steady, inOrderTo: null, () => Handle(e));

    private void ToWorker(WorkerId to, Action<SimulatedWorker> message) =>
        _network.Send(to == _steady, inOrderTo: to, () => message(_workers[to]));

    private void ScheduleFault()
    {
        if (_workers.Count == 1 || double.IsInfinity(_case.BetweenFaults))
        {
            return;
        }

        var wait = TimeSpan.FromSeconds(_random.NextDouble() * 2 * _case.BetweenFaults);
        _clock.After(wait, () =>
        {
            if (_clock.Now < CalmFrom)
            {
                var number = (Steady == 1 ? 1 : 0) + _random.Next(1, _workers.Count);
                Strike(_workers[new WorkerId($"w{number}")]);
                ScheduleFault();
            }
        });
    }

    private void Strike(SimulatedWorker worker)
    {
        if (!worker.Alive)
        {
            return;
        }

        if (_random.Next(2) == 0)
        {
            Hangs++;
            worker.Hang(TimeSpan.FromSeconds(_random.NextDouble() * 60));
            return;
        }

        Crashes++;
        worker.Crash();
        _clock.After(TimeSpan.FromSeconds(_random.NextDouble() * 8), () =>
        {
            Handle(new WorkerLost(worker.Id, "its connection broke"));
            Restart(worker, afresh: true);
        });
    }

    private void Restart(SimulatedWorker worker, bool afresh) => _clock.After(
        TimeSpan.FromSeconds(_random.NextDouble() * 20), () =>
    {
        if (!worker.Alive)
        {
            worker.Start(afresh);
        }
    });
}
