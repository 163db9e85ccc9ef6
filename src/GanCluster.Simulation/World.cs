using System.Collections.Immutable;
using GanCluster.Core.Ledger;
using GanCluster.Core.Rounds;
using GanCluster.Core.Terms;

namespace GanCluster.Simulation;

/// <summary>What the parts of one case share.</summary>
internal sealed class World
{
    private static readonly TimeSpan Backlog = TimeSpan.FromSeconds(0.1);
    private readonly SortedDictionary<WorkerId, SimulatedWorker> _workers = [];

    public World(SimulationCase simulated, Interpreters interpreters, Action<string>? trace)
    {
        (Case, Interpreters, Random) = (simulated, interpreters, simulated.Events());
        Network = new SimulatedNetwork(Clock, Random, simulated, Exercised);
        Exchange = new SimulatedExchange(this);
        Plan = new SamplePlan(simulated.Options.Replicas, 2, 1);
        Trace = trace is null ? null : line => trace($"{Clock.Now.TotalSeconds,8:0.000} {line}");
        Checker = new ProtocolChecker(this);
        ImmutableArray<CoordinatorId> list =
            [.. Enumerable.Range(1, simulated.Coordinators).Select(n => new CoordinatorId($"c{n}"))];
        Coordinators = [.. list.Select(id => new SimulatedCoordinator(this, id, list))];
    }

    public SimulationCase Case { get; }

    public Interpreters Interpreters { get; }

    public Random Random { get; }

    public VirtualClock Clock { get; } = new();

    public Exercised Exercised { get; } = new();

    public SimulatedNetwork Network { get; }

    public SimulatedExchange Exchange { get; }

    public SamplePlan Plan { get; }

    public ProtocolChecker Checker { get; }

    public ImmutableArray<SimulatedCoordinator> Coordinators { get; }

    /// <summary>The newest office of a coordinator that believes it acts; null: nobody does.</summary>
    public SimulatedOffice? Office
    {
        get
        {
            SimulatedOffice? newest = null;
            foreach (var coordinator in Coordinators)
            {
                newest = coordinator.Office is { } office && !(office.Number <= newest?.Number) ? office : newest;
            }

            return newest;
        }
    }

    /// <summary>Until then some journal had more to write than one write takes where nothing is wrong: who asked it before waits for it after
    /// it is calm.</summary>
    public TimeSpan BackloggedUntil { get; private set; }

    /// <summary>Has a coordinator crash, and come back.</summary>
    public Action<SimulatedCoordinator> Crash { get; set; } = _ => { };

    /// <summary>How the run ended, and who said so.</summary>
    public (bool Succeeded, string Reason, SimulatedOffice By)? End { get; set; }

    /// <summary>Null unless somebody reads it.</summary>
    public Action<string>? Trace { get; }

    public IEnumerable<SimulatedWorker> Living => _workers.Values.Where(w => w.Alive);

    public SimulatedWorker Find(WorkerId id) => _workers[id];

    public SimulatedCoordinator Coordinator(CoordinatorId id)
    {
        foreach (var coordinator in Coordinators)
        {
            if (coordinator.Id == id)
            {
                return coordinator;
            }
        }

        throw new InvalidOperationException($"there is no coordinator {id}");
    }

    /// <summary>A worker that was never there before.</summary>
    public SimulatedWorker Add()
    {
        var id = new WorkerId($"w{_workers.Count + 1:00}");
        var perReplica = SimulationCase.StepSeconds * Case.Workers / Case.Options.Replicas * (0.5 + Random.NextDouble());
        var odd = _workers.Count + 1 == Case.OddWorker;
        var worker = new SimulatedWorker(id, this, odd, perReplica, e => Tell(id, e));
        _workers.Add(id, worker);
        return worker;
    }

    public void NoteBacklog(TimeSpan until)
    {
        if (until > BackloggedUntil && until > Clock.Now + Backlog)
        {
            BackloggedUntil = until;
        }
    }

    /// <summary>How long a write takes, until it is on the disk.</summary>
    public TimeSpan DiskTime() => Seconds(0, Clock.Now < Case.CalmFrom ? Case.LongestWrite : SimulationCase.ShortWrite);

    /// <summary>Half of it. In calm it takes less than an opening waits for.</summary>
    public TimeSpan FetchTime() => Seconds(0, Clock.Now < Case.CalmFrom ? Case.LongestFetch : SimulationCase.ShortFetch);

    public bool FetchFails() => Clock.Now < Case.CalmFrom && Random.NextDouble() < Case.FetchFailure;

    /// <summary>From one part of a process to another.</summary>
    public TimeSpan Instant() => Seconds(0.0001, 0.002);

    /// <summary>A worker's word to whoever acts.</summary>
    private void Tell(WorkerId worker, IRunEvent e)
    {
        foreach (var coordinator in Coordinators)
        {
            if (coordinator.Office is not null)
            {
                Network.Send(worker, coordinator.Number, inOrder: false, () => coordinator.Office?.Hear(worker, e));
            }
        }
    }

    public TimeSpan Seconds(double least, double most) => TimeSpan.FromSeconds(least + (Random.NextDouble() * (most - least)));
}
