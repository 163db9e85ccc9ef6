using System.Collections.Immutable;
using Akka.Actor;
using GanCluster.Cluster.Tracing;
using GanCluster.Cluster.Wire;
using GanCluster.Core.Rounds;
using GanCluster.Core.Workers;

namespace GanCluster.Cluster.Coordination;

/// <summary>
/// Owns each attempt from its opening to its commit or abandonment, by <see cref="AveragingInterpreter"/>, and sends workers all
/// that they are told: assignments, commits, fences, versions to load. It brings copies of the version for the record, too. The
/// tensors themselves go from node to node over the data plane.
/// </summary>
internal sealed class ParameterAveragingActor : ReceiveActor, IWithTimers, IAveragingEffects
{
    private static readonly TimeSpan CopyTimeout = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan PulseEvery = TimeSpan.FromSeconds(0.5);
    private readonly AveragingInterpreter _averaging;
    private readonly ReportAssembly _reports = new();
    private readonly CancellationTokenSource _stopped = new();
    private readonly IDataPlane _data;
    private readonly IActorRef _recorder;
    private readonly IActorRef _journal;
    private readonly BusyTime? _busy;
    private readonly TimeProvider _time;
    private readonly ActiveClock _clock;

    /// <summary>Whoever was given something to do, where it was last.</summary>
    private readonly Dictionary<WorkerId, Participant> _workers = [];
    private (ImmutableArray<WorkerId> Of, ImmutableArray<WorkerAddress> Where) _participants;

    /// <summary>Of the open attempt; null: there is none, or nobody traces it.</summary>
    private AttemptTrace? _trace;

    /// <param name="journal">Nobody, if <paramref name="office"/> is null: there is nothing to write before a commit.</param>
    public ParameterAveragingActor(
        IDataPlane data, IActorRef recorder, TimeProvider time, IActorRef journal, AveragingOffice? office,
        BusyTime? busy = null)
    {
        (_data, _recorder, _time, _clock) = (data, recorder, time, new ActiveClock(time, PulseEvery));
        (_journal, _busy) = (journal, busy);
        _averaging = new AveragingInterpreter(this, office);
        Receive<Averaging.Greet>(greet =>
        {
            _workers[greet.Worker.Id] = greet.Worker;
            _averaging.Greet(greet.Worker.Id);
        });
        Receive<Averaging.Written>(written => _averaging.Written(_clock.Now(), written.Id));
        Receive<Averaging.Open>(Open);
        Receive<Averaging.End>(end => _averaging.End(_clock.Now(), end.Order));
        Receive<Averaging.Heal>(Heal);
        Receive<Averaging.Copy>(Copy);
        Receive<WorkerEvent>(Hear);
        Receive<ReportPiece>(Assemble);
        Receive<Tick>(_ => _averaging.Tick(_clock.Now()));
    }

    public ITimerScheduler Timers { get; set; } = null!;

    protected override bool AroundReceive(Receive receive, object message) => _busy is null
        ? base.AroundReceive(receive, message)
        : _busy.Measure(() => base.AroundReceive(receive, message));

    protected override void PreStart() => Timers.StartPeriodicTimer("pulse", Tick.Instance, PulseEvery);

    protected override void PostStop()
    {
        _stopped.Cancel();
        _trace?.Left();
    }

    private void Open(Averaging.Open open)
    {
        foreach (var participant in open.Participants)
        {
            _workers[participant.Id] = participant;
        }

        _trace = AttemptTrace.Open(open.Attempt);
        _averaging.Open(_clock.Now(), open.Attempt);
    }

    private void Heal(Averaging.Heal heal)
    {
        (_workers[heal.Worker.Id], _workers[heal.Source.Id]) = (heal.Worker, heal.Source);
        Send(heal.Worker.Id, new LoadVersion(heal.Step, heal.Source.Id, heal.Course));
    }

    private void Hear(WorkerEvent message)
    {
        if (message.Event is IAttemptEvent word)
        {
            Hear(word);
        }
        else
        {
            Unhandled(message);
        }
    }

    private void Assemble(ReportPiece piece)
    {
        if (!IsSaidByItsWorker(piece.Report))
        {
            Refuse(piece.Report);
        }
        else if (_reports.Add(piece) is { } report)
        {
            Hear(report);
        }
    }

    private void Hear(IAttemptEvent word)
    {
        var isOfWorker = IsSaidByItsWorker(word);
        if (isOfWorker)
        {
            _trace?.Heard(word);
        }

        if (!isOfWorker || !_averaging.Handle(_clock.Now(), word))
        {
            Refuse(word);
        }
        else if (word is RoundProgress progress)
        {
            _recorder.Tell(new RecorderActor.Entry(o => o.OnProgress(progress)));
        }
    }

    private void Refuse(IAttemptEvent word) => _recorder.Tell(new RecorderActor.Entry(o => o.OnRefused(word)));

    /// <summary>What the actor before this one has still to say, or somebody in its name, is nothing of this attempt.</summary>
    private bool IsSaidByItsWorker(IAttemptEvent word) =>
        _workers.GetValueOrDefault(word.Worker) is { } known && known.Actor.Equals(Sender);

    public void Send(WorkerId worker, IWorkerOrder order)
    {
        ImmutableArray<WorkerAddress> where = order switch
        {
            RoundAssignment assignment => WhereAre(assignment.Participants),
            LoadVersion load => [WhereIs(load.Source)],
            _ => [],
        };
        if (_trace is { } trace)
        {
            order = Traced(trace, order);
        }

        _workers[worker].Actor.Tell(new WorkerOrder(worker, order, where), Self);
    }

    private static IWorkerOrder Traced(AttemptTrace trace, IWorkerOrder order)
    {
        if (order is Committed committed)
        {
            trace.Commits(committed.Id);
        }

        return order is RoundAssignment assignment ? assignment with { Trace = trace.Context } : order;
    }

    void IAveragingEffects.Write(RoundRecord record)
    {
        _trace?.Commits(record.Id);
        _journal.Tell(new Averaging.Write(record));
    }

    void IAveragingEffects.Ended(IAttemptEnd end)
    {
        Context.Parent.Tell(new Averaging.Ended(end));
        _trace?.Ended(end);
        _trace = null;
    }

    void IAveragingEffects.WakeAt(TimeSpan at)
    {
        var wait = at - _clock.Now();
        if (wait < PulseEvery)
        {
            Timers.StartSingleTimer("wake", Tick.Instance, wait > TimeSpan.Zero ? wait : TimeSpan.Zero);
        }
    }

    /// <summary>All participants are told of the same.</summary>
    private ImmutableArray<WorkerAddress> WhereAre(ImmutableArray<WorkerId> participants)
    {
        if (_participants.Of != participants)
        {
            _participants = (participants, [.. participants.Select(WhereIs)]);
        }

        return _participants.Where;
    }

    private WorkerAddress WhereIs(WorkerId worker) => new(worker, _workers[worker].Data);

    private void Copy(Averaging.Copy copy) => _ = Fetch(copy).PipeTo(
        Context.Parent,
        Self,
        version => new Averaging.Copied(copy, version),
        failure => new Averaging.NotCopied(copy, failure.Message));

    private async Task<VersionSnapshot> Fetch(Averaging.Copy copy)
    {
        using var time = new CancellationTokenSource(CopyTimeout, _time);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(_stopped.Token, time.Token);
        return await _data.Fetch(copy.Worker.Data, copy.Worker.Id, copy.Step, limit.Token).ConfigureAwait(false);
    }
}
