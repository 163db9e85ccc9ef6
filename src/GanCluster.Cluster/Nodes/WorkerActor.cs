using Akka.Actor;
using GanCluster.Cluster.Wire;
using GanCluster.Core;
using GanCluster.Core.Rounds;
using GanCluster.Core.Workers;

namespace GanCluster.Cluster.Nodes;

/// <summary>
/// A worker, one device: hands orders and the device's answers to <see cref="WorkerInterpreter"/> and carries out what it
/// asks for. Nothing here takes a millisecond; the device has a thread of its own.
/// </summary>
internal sealed class WorkerActor : ReceiveActor, IWithTimers, IWorkerEffects
{
    private static readonly TimeSpan LoadTimeout = TimeSpan.FromSeconds(60);
    private readonly Device _device;
    private readonly NodeState _node;
    private readonly IActorRef _coordinator;
    private readonly WorkerInterpreter _worker;
    private readonly CancellationTokenSource _stopped = new();
    private readonly Dictionary<WorkerId, Endpoint> _where = [];
    private IActorRef _averaging = ActorRefs.Nobody;
    private AttemptId? _attempt;

    /// <param name="step">The step of the version that the device holds.</param>
    /// <param name="coordinator">Who hears of joining and loss; reports go to whoever sent the assignment.</param>
    public WorkerActor(Device device, long step, NodeState node, IActorRef coordinator)
    {
        (_device, _node, _coordinator) = (device, node, coordinator);
        _worker = new WorkerInterpreter(device.Id, step, new WorkerOptions(), this);
        Receive<WorkerOrder>(Handle, order => order.Worker == device.Id);
        Receive<Wake>(_ => _worker.Tick(node.Now()));
        Receive<RoundProgress>(progress => _averaging.Tell(new WorkerEvent(progress)));
        Receive<ComputeEnded>(ended => _worker.Handle(node.Now(), ended));
        Receive<LoadEnded>(ended => _worker.Handle(node.Now(), ended));
        Receive<DeviceFailed>(failed => coordinator.Tell(new WorkerEvent(
            new WorkerLost(device.Id, $"{failed.Cause.GetType().Name}: {failed.Cause.Message}"))));
    }

    public ITimerScheduler Timers { get; set; } = null!;

    protected override void PreStart() => _worker.Tick(_node.Now());

    /// <summary>Whoever comes after this actor finds the device free.</summary>
    protected override void PostStop()
    {
        _stopped.Cancel();
        if (_attempt is { } attempt)
        {
            _device.EndAttempt(attempt, "the worker's actor has ended");
        }
    }

    private void Handle(WorkerOrder message)
    {
        foreach (var (worker, data) in message.Where)
        {
            _where[worker] = data;
        }

        _node.Data!.Know(_where);
        _averaging = Sender;
        _worker.Handle(_node.Now(), message.Order);
    }

    void IWorkerEffects.Compute(RoundAssignment assignment)
    {
        _attempt = assignment.Id;
        var (self, id) = (Self, _device.Id);
        _device.Post((worker, _) =>
        {
            try
            {
                self.Tell(new ComputeEnded(assignment.Id, worker.Run(assignment, p => self.Tell(p, ActorRefs.NoSender))));
            }
            catch (ExchangeBrokenException broken)
            {
                var word = new ExchangeBroken(assignment.Id, id, assignment.Steps.First, broken.Message, broken.Suspect);
                self.Tell(new ComputeEnded(assignment.Id, Report: null, word), ActorRefs.NoSender);
            }
        });
    }

    void IWorkerEffects.Commit(Committed committed) => _device.Post((worker, _) =>
    {
        if (!worker.Commit(committed))
        {
            throw new InvalidOperationException($"{_device.Id} does not hold the version committed by {committed.Id}");
        }
    });

    void IWorkerEffects.Fence(AttemptId id, string reason) => _device.EndAttempt(id, reason);

    void IWorkerEffects.Load(LoadVersion order) => _ = Load(order, _where.GetValueOrDefault(order.Source)).PipeTo(
        Self, ActorRefs.NoSender, step => new LoadEnded(step), _ => new LoadEnded(null));

    void IWorkerEffects.Tell(IRunEvent e)
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

    private async Task<long> Load(LoadVersion order, Endpoint? from)
    {
        if (from is null)
        {
            throw new IOException($"nobody has said where {order.Source} is");
        }

        using var limit = CancellationTokenSource.CreateLinkedTokenSource(_stopped.Token);
        limit.CancelAfter(LoadTimeout);
        var version = await _node.Data!.Fetch(from, order.Source, order.Step, limit.Token).ConfigureAwait(false);
        return await _device.Ask(replica =>
        {
            replica.Load(version);
            return replica.Step;
        }).WaitAsync(limit.Token).ConfigureAwait(false);
    }

    internal sealed record DeviceFailed(Exception Cause) : INoSerializationVerificationNeeded;

    private sealed record Wake : INoSerializationVerificationNeeded
    {
        public static readonly Wake Instance = new();
    }
}
