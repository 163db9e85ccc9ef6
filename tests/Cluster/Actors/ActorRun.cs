using Akka.Actor;
using Akka.Configuration;
using GanCluster.Cluster.Coordination;
using GanCluster.Cluster.Nodes;
using GanCluster.Cluster.Tests.Local;
using GanCluster.Core.Hashing;
using GanCluster.Core.Ledger;
using GanCluster.Core.Observers;
using GanCluster.Core.Rounds;
using GanCluster.Core.Runs;

namespace GanCluster.Cluster.Tests.Actors;

/// <summary>A coordinator and worker nodes as actors of one system, over fake replicas: 40 steps, rounds end at multiples of
/// 5.</summary>
internal sealed class ActorRun : IDisposable
{
    public const long Steps = 40;
    public const string DataSha256 = "da7a0123456789";
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);
    private readonly ActorSystem _system = ActorSystem.Create(
        "test", ConfigurationFactory.ParseString("akka { loggers = [], stdout-loglevel = OFF, loglevel = WARNING }"));

    private readonly TaskCompletionSource<RunOutcome> _outcome = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<NodeState> _states = [];
    private readonly CoordinatorSettings _settings;
    private readonly IActorRef _coordinator;

    public ActorRun(
        SyncMode sync, int replicas, int workers, byte[]? secret = null, Func<RoundOptions, RoundOptions>? change = null)
    {
        Plan = new SamplePlan(replicas, batch: 3, discriminatorSteps: 2);
        var configuration = new RunConfiguration
        {
            Family = "mixture", Data = "ring8", Replicas = replicas, Sync = sync, SyncEvery = 5, DSteps = 2, Batch = 3,
        };
        var options = new RoundOptions
        {
            Run = new RunId("run"),
            Sync = sync,
            SyncEvery = 5,
            Replicas = replicas,
            TargetStep = Steps,
            EvaluateEverySteps = 5,
            ExpectedWorkers = workers,
            RejoinTimeout = TimeSpan.FromSeconds(10),
            BrokenGrace = TimeSpan.FromSeconds(0.1),
        };
        var (plane, versions) = (Planes.Open(), new OwnVersions(start: null));
        plane.Offer((_, step, _) => Task.FromResult(versions.At(step)));
        _settings = new CoordinatorSettings
        {
            Options = change?.Invoke(options) ?? options,
            Configuration = configuration,
            DataSha256 = Task.FromResult(DataSha256),
            Kernels = "whole numbers",
            Data = plane,
            Versions = versions,
            Observer = Observer,
            Secret = secret ?? [],
            DataKey = [1],
            Completion = _outcome,
            Note = Note,
        };
        var settings = _settings;
        _coordinator = _system.ActorOf(Props.Create(() => new CoordinatorActor(settings)), "coordinator");
    }

    public SamplePlan Plan { get; }

    public MemoryPlanes Planes { get; } = new();

    public FaultSchedule Faults { get; init; } = new();

    public RecordingObserver Observer { get; } = new();

    public List<string> Notes { get; } = [];

    public Hash128 Hash => Observer.Rounds[^1].Reports[0].Hash;

    /// <summary>Starts a worker node; its workers' faults go by <c>NAME.0</c>, <c>NAME.1</c> and so on.</summary>
    public Node Start(string name, Func<FakeEngine, FakeEngine>? change = null, Func<WorkerNodeSettings, WorkerNodeSettings>? with = null)
    {
        var engine = new FakeEngine(Plan, Planes, name, Faults);
        engine = change?.Invoke(engine) ?? engine;
        var settings = new WorkerNodeSettings { Engine = engine, Workers = 1, Secret = _settings.Secret, Note = Note };
        var state = new NodeState(with?.Invoke(settings) ?? settings);
        _states.Add(state);
        var ended = new TaskCompletionSource<NodeOutcome>(TaskCreationOptions.RunContinuationsAsynchronously);
        var coordinator = _coordinator;
        return new Node(_system.ActorOf(Props.Create(() => new NodeActor(state, coordinator, ended)), name), engine, ended.Task);
    }

    public void Tell(object message) => _coordinator.Tell(message, ActorRefs.NoSender);

    /// <summary>As if the node's process had been killed.</summary>
    public void Kill(Node node)
    {
        _system.Stop(node.Actor);
        Planes.Cut(node.Engine.Endpoint);
    }

    public RunOutcome Outcome()
    {
        Assert.True(
            _outcome.Task.Wait(Deadline), $"the run did not end within {Deadline}: {string.Join("; ", Notes)}");
        return _outcome.Task.Result;
    }

    public void AwaitNote(string text)
    {
        var until = DateTime.UtcNow + Deadline;
        lock (Notes)
        {
            while (!Notes.Exists(n => n.Contains(text, StringComparison.Ordinal)))
            {
                Assert.True(
                    DateTime.UtcNow < until && Monitor.Wait(Notes, until - DateTime.UtcNow),
                    $"no note with '{text}' within {Deadline}: {string.Join("; ", Notes)}");
            }
        }
    }

    public static T Await<T>(Task<T> task, string what)
    {
        Assert.True(task.Wait(Deadline), $"{what} did not come within {Deadline}");
        return task.Result;
    }

    /// <summary>What holds for every run that ends well, whatever its faults.</summary>
    public RunOutcome RunToTheEnd()
    {
        var outcome = Outcome();
        Assert.True(outcome.Succeeded, outcome.Reason);
        Assert.Equal("all 40 steps are committed", outcome.Reason);
        var audit = Observer.Audit(Plan, Steps);
        Assert.Equal((audit.Planned, 0, 0, 0), (audit.Read, audit.Lost, audit.Repeated, audit.Unplanned));
        return outcome;
    }

    public void Dispose()
    {
        Assert.True(_system.Terminate().Wait(Deadline), "the actor system did not terminate");
        _states.ForEach(s => s.Dispose());
    }

    private void Note(string line)
    {
        lock (Notes)
        {
            Notes.Add(line);
            Monitor.PulseAll(Notes);
        }
    }

    internal sealed record Node(IActorRef Actor, FakeEngine Engine, Task<NodeOutcome> Ended)
    {
        public NodeOutcome Outcome() => Await(Ended, "the node's end");
    }
}
