using GanCluster.Core.Ledger;
using GanCluster.Core.Rounds;

namespace GanCluster.Simulation;

/// <summary>What the parts of one case share.</summary>
internal sealed class World
{
    private readonly SortedDictionary<WorkerId, SimulatedWorker> _workers = [];

    public World(SimulationCase simulated, Interpreters interpreters, Action<string>? trace)
    {
        (Case, Interpreters, Random) = (simulated, interpreters, simulated.Events());
        Network = new SimulatedNetwork(Clock, Random, simulated, Exercised);
        Mail = new LocalMail(Clock, Random);
        Exchange = new SimulatedExchange(this);
        Plan = new SamplePlan(simulated.Options.Replicas, 2, 1);
        Trace = trace is null ? null : line => trace($"{Clock.Now.TotalSeconds,8:0.000} {line}");
        Checker = new ProtocolChecker(this);
    }

    public SimulationCase Case { get; }

    public Interpreters Interpreters { get; }

    public Random Random { get; }

    public VirtualClock Clock { get; } = new();

    public Exercised Exercised { get; } = new();

    public SimulatedNetwork Network { get; }

    public LocalMail Mail { get; }

    public SimulatedExchange Exchange { get; }

    public SamplePlan Plan { get; }

    public ProtocolChecker Checker { get; }

    /// <summary>The coordinator's own copy; at first the version that every worker begins with.</summary>
    public (long Weights, long Step) SafeCopy { get; set; }

    /// <summary>Null unless somebody reads it.</summary>
    public Action<string>? Trace { get; }

    public IEnumerable<SimulatedWorker> Living => _workers.Values.Where(w => w.Alive);

    public SimulatedWorker Find(WorkerId id) => _workers[id];

    /// <summary>A worker that was never there before.</summary>
    public SimulatedWorker Add(Action<WorkerId, IRunEvent> tell)
    {
        var id = new WorkerId($"w{_workers.Count + 1:00}");
        var perReplica = SimulationCase.StepSeconds * Case.Workers / Case.Options.Replicas * (0.5 + Random.NextDouble());
        var odd = _workers.Count + 1 == Case.OddWorker;
        var worker = new SimulatedWorker(id, this, odd, perReplica, e => tell(id, e));
        _workers.Add(id, worker);
        return worker;
    }

    public TimeSpan Seconds(double least, double most) => TimeSpan.FromSeconds(least + (Random.NextDouble() * (most - least)));
}
