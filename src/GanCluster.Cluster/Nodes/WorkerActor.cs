using Akka.Actor;
using GanCluster.Cluster.Tracing;
using GanCluster.Cluster.Wire;
using GanCluster.Core;
using GanCluster.Core.Rounds;
using GanCluster.Core.Workers;

namespace GanCluster.Cluster.Nodes;

/// <summary>
/// A worker: hands orders and what its thread answers to <see cref="WorkerInterpreter"/> and carries out what that asks for.
/// Nothing here takes a millisecond; what does is done on the thread, which outlives this actor. It has no children.
/// <code>
///   Starting --where the thread stands--> Working
/// </code>
/// </summary>
internal sealed class WorkerActor : ReceiveActor, IWithTimers, IWithStash, IWorkerEffects
{
    private static readonly TimeSpan LoadTimeout = TimeSpan.FromSeconds(60);
    private readonly WorkerThread _thread;
    private readonly NodeState _node;
    private readonly IActorRef _coordinator;
    private readonly CancellationTokenSource _stopped = new();
    private readonly Dictionary<WorkerId, Endpoint> _where = [];
    private IActorRef _averaging = ActorRefs.Nobody;
    private AttemptId? _attempt;

    /// <summary>What the newest assignment said of its attempt's trace.</summary>
    private (AttemptId Of, string Context) _trace = (default, "");

    /// <param name="coordinator">Who hears of joining and loss; what is said of an attempt goes to whoever sent the
    /// assignment.</param>
    public WorkerActor(WorkerThread thread, NodeState node, IActorRef coordinator)
    {
        (_thread, _node, _coordinator) = (thread, node, coordinator);
        Receive<Restarted>(restarted => _averaging = restarted.Averaging);
        Receive<FromThread<ComputeEnded>>(said => Tell(said.Word.Broken!), said => said.Word.Broken is not null);
        Receive<Standing>(standing =>
        {
            // For what is held from before this actor system nobody waits any more.
            var held = _averaging.IsNobody() ? null : standing.Held;
            var worker = new WorkerInterpreter(thread.Id, standing.Version, new WorkerOptions(), this, held);
            Become(() => Work(worker));
            Stash.UnstashAll();
            worker.Tick(node.Now());
        });
        Receive<WorkerOrder>(_ => Stash.Stash());
        Receive<Fallen>(_ => { });
        Receive<Announce>(_ => { });
    }

    public ITimerScheduler Timers { get; set; } = null!;

    public IStash Stash { get; set; } = null!;

    /// <summary>One that was restarted holds what its thread holds, a result that is not committed with it. A thread that has
    /// failed tells the node itself.</summary>
    protected override void PreStart() => _ = _thread.Stands().WaitAsync(_stopped.Token).PipeTo(
        Self, ActorRefs.NoSender, stands => new Standing(stands.Version, stands.Held), _ => Fallen.Instance);

    /// <summary>Whoever gave the last order waits for what comes of it, and the next actor has to know who that is.</summary>
    protected override void PreRestart(Exception reason, object message)
    {
        Self.Tell(new Restarted(_averaging), ActorRefs.NoSender);
        base.PreRestart(reason, message);
    }

    /// <summary>Whoever comes after this actor finds the thread free.</summary>
    protected override void PostStop()
    {
        _stopped.Cancel();
        if (_attempt is { } attempt)
        {
            _thread.EndAttempt(attempt, "the worker's actor has ended");
        }
    }

    private void Work(WorkerInterpreter worker)
    {
        Receive<WorkerOrder>(
            order =>
            {
                foreach (var (named, data) in order.Where)
                {
                    _where[named] = data;
                }

                _node.Data!.Know(_where);
                if (_node.HearTerm(BeginOf(order.Order)))
                {
                    _averaging = Sender;
                }

                worker.Handle(_node.Now(), order.Order);
            },
            order => order.Worker == _thread.Id);
        Receive<Wake>(_ => worker.Tick(_node.Now()));
        Receive<Announce>(_ => worker.Announce(_node.Now()));
        Receive<FromThread<RoundProgress>>(said => _averaging.Tell(new WorkerEvent(said.Word)));
        Receive<FromThread<ComputeEnded>>(said =>
        {
            _attempt = _attempt == said.Word.Id ? null : _attempt;
            worker.Handle(_node.Now(), said.Word);
        });
        Receive<FromThread<LoadEnded>>(said => worker.Handle(_node.Now(), said.Word));
    }

    /// <summary>What one says who has not heard yet that another acts changes nobody's mind about who is to be told. Only the
    /// beginning of an office is the beginning of its terms.</summary>
    private long BeginOf(IWorkerOrder order) => order switch
    {
        RoundAssignment assignment => Term.BeginOf(assignment.Id.Term),
        AttemptFenced fenced => Term.BeginOf(fenced.Id.Term),
        Committed committed => Term.BeginOf(committed.Id.Term),
        _ => 0,
    };

    void IWorkerEffects.Compute(RoundAssignment assignment)
    {
        (_attempt, _trace) = (assignment.Id, (assignment.Id, assignment.Trace));
        var (self, id) = (Self, _thread.Id);
        _thread.Post((worker, _) =>
        {
            using var span = WorkerTrace.Compute(assignment, id);
            try
            {
                var word = worker.Run(assignment, Say);
                span?.Computed(word);
                Say(new ComputeEnded(assignment.Id, Tellable(word)));
            }
            catch (ExchangeBrokenException broken)
            {
                span?.End(broken.Message);
                var word = new ExchangeBroken(assignment.Id, id, assignment.Steps.First, broken.Message, broken.Suspect);
                Say(new ComputeEnded(assignment.Id, Report: null, word));
            }
        });

        void Say<T>(T word) => self.Tell(new FromThread<T>(word), ActorRefs.NoSender);
    }

    /// <summary>A word that can't be sent would only make the worker silent: its thread fails, with the reason.</summary>
    private static IAttemptEvent? Tellable(IAttemptEvent? word) =>
        word is Combined report && ReportPieces.Obstacle(report) is { } obstacle
            ? throw new InvalidDataException(obstacle)
            : word;

    void IWorkerEffects.Commit(Committed committed)
    {
        var trace = _trace.Of == committed.Id ? _trace.Context : "";
        _thread.Post((worker, _) =>
        {
            using var span = WorkerTrace.Commit(committed.Id, _thread.Id, trace);
            if (!worker.Commit(committed))
            {
                throw new InvalidOperationException($"{_thread.Id} does not hold the version committed by {committed.Id}");
            }
        });
    }

    void IWorkerEffects.Fence(AttemptId id, string reason) => _thread.EndAttempt(id, reason);

    void IWorkerEffects.Load(LoadVersion order) => _ = Load(order, _where.GetValueOrDefault(order.Source)).PipeTo(
        Self,
        ActorRefs.NoSender,
        loaded => new FromThread<LoadEnded>(loaded),
        _ => new FromThread<LoadEnded>(new(null)));

    void IWorkerEffects.Tell(IRunEvent e) => Tell(e);

    private void Tell(IRunEvent e)
    {
        switch (e)
        {
            case Combined report:
                foreach (var piece in ReportPieces.Cut(report))
                {
                    _averaging.Tell(piece);
                }

                break;
            case IAttemptEvent:
                _averaging.Tell(new WorkerEvent(e));
                break;
            default:
                _coordinator.Tell(new WorkerEvent(e));
                break;
        }
    }

    void IWorkerEffects.WakeAt(TimeSpan at)
    {
        var wait = at - _node.Now();
        Timers.StartSingleTimer("wake", Wake.Instance, wait > TimeSpan.Zero ? wait : TimeSpan.Zero);
    }

    private async Task<LoadEnded> Load(LoadVersion order, Endpoint? from)
    {
        if (from is null)
        {
            throw new IOException($"nobody has said where {order.Source} is");
        }

        using var time = new CancellationTokenSource(LoadTimeout, _node.Settings.Time);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(_stopped.Token, time.Token);
        var version = await _node.Data!.Fetch(from, order.Source, order.Step, limit.Token).ConfigureAwait(false);
        return await _thread.Ask(replica =>
        {
            replica.Load(version);
            return new LoadEnded(replica.Step, replica.Course, replica.Every);
        }).WaitAsync(limit.Token).ConfigureAwait(false);
    }

    /// <summary>From the node: another coordinator has let it in. Whatever the worker is at, it is at for one that acts no more, and who
    /// acts tells it so once it knows of it.</summary>
    internal sealed record Announce : INoSerializationVerificationNeeded
    {
        public static readonly Announce Instance = new();
    }

    private sealed record Standing(HeldVersion Version, IAttemptEvent? Held) : INoSerializationVerificationNeeded;

    /// <summary>From the actor before this one.</summary>
    private sealed record Restarted(IActorRef Averaging) : INoSerializationVerificationNeeded;

    private sealed record Fallen : INoSerializationVerificationNeeded
    {
        public static readonly Fallen Instance = new();
    }

    /// <summary>What came of an order that takes its time.</summary>
    private sealed record FromThread<T>(T Word) : INoSerializationVerificationNeeded;

    private sealed record Wake : INoSerializationVerificationNeeded
    {
        public static readonly Wake Instance = new();
    }
}
