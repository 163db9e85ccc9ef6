using System.Collections.Immutable;
using Akka.Actor;
using GanCluster.Cluster.Wire;
using GanCluster.Core.Hashing;
using GanCluster.Core.Ledger;
using GanCluster.Core.Rounds;

namespace GanCluster.Cluster.Scale;

/// <summary>Says what a worker would: that it is there, twice a second that it is at work, and, when its steps would be done,
/// what came of them.</summary>
internal sealed class SimulatedWorkerActor : ReceiveActor, IWithTimers
{
    private static readonly TimeSpan SayEvery = TimeSpan.FromSeconds(0.5);
    private static readonly Hash128 Agreed = new(1, 1);
    private readonly WorkerId _id;
    private readonly IActorRef _coordinator;
    private readonly FleetLog _log;
    private readonly TimeSpan _step;
    private RoundAssignment? _assigned;
    private IActorRef _averaging = ActorRefs.Nobody;

    /// <param name="step">How long a step takes, its exchange included.</param>
    public SimulatedWorkerActor(WorkerId id, IActorRef coordinator, FleetLog log, TimeSpan step)
    {
        (_id, _coordinator, _log, _step) = (id, coordinator, log, step);
        Receive<WorkerOrder>(Hear);
        Receive<Done>(_ => Report(), done => done.Id == _assigned?.Id);
        Receive<Done>(_ => { });
        Receive<Say>(_ => _averaging.Tell(new WorkerEvent(new RoundProgress(_assigned!.Id, _id, 1))), _ => _assigned is not null);
        Receive<Say>(_ => { });
    }

    public ITimerScheduler Timers { get; set; } = null!;

    protected override void PreStart() => _coordinator.Tell(new WorkerEvent(new WorkerJoined(_id, 0)));

    private void Hear(WorkerOrder order)
    {
        switch (order.Order)
        {
            case RoundAssignment assignment:
                _log.Assigned(assignment.Id.Round);
                (_assigned, _averaging) = (assignment, Sender);
                Self.Tell(Say.Instance);
                var takes = _step * assignment.Steps.Count;
                if (takes > SayEvery)
                {
                    Timers.StartPeriodicTimer("say", Say.Instance, SayEvery);
                }

                Timers.StartSingleTimer("done", new Done(assignment.Id), takes);
                break;
            case AttemptFenced fenced when fenced.Id == _assigned?.Id:
                _assigned = null;
                break;
        }
    }

    private void Report()
    {
        var (order, steps) = (_assigned!, _assigned!.Steps.Count);
        ImmutableArray<int> replicas = [.. order.Ranges.SelectMany(range => Enumerable.Range(range.First, range.Count))];
        var report = new Combined(
            order.Id,
            _id,
            Agreed,
            [.. replicas.Select(r => new Contribution(
                order.Id.Round, r, order.Id.Attempt, _id.Value, 128L * r, 128L * steps, 1,
                new ReadRuns(128L * r, 128, 1 << 20, steps).ToString()))],
            [.. replicas.Select(r => new ReplicaStatistics(r, 0.7, 0.7, 0.5, 0.5))],
            (_step * steps).TotalSeconds,
            (long)steps * replicas.Length);
        _assigned = null;
        Timers.Cancel("say");
        _log.Reported(order.Id.Round);
        foreach (var piece in ReportPieces.Cut(report))
        {
            _averaging.Tell(piece);
        }
    }

    private sealed record Done(AttemptId Id) : INoSerializationVerificationNeeded;

    private sealed record Say : INoSerializationVerificationNeeded
    {
        public static readonly Say Instance = new();
    }
}
