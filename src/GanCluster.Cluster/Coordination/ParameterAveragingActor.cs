using System.Collections.Immutable;
using Akka.Actor;
using GanCluster.Cluster.Wire;
using GanCluster.Core.Rounds;
using GanCluster.Core.Workers;

namespace GanCluster.Cluster.Coordination;

/// <summary>
/// Everything that touches the weights, for the coordinator that decides it: takes the workers' reports on the attempt that is
/// open, has its participants commit or drop what they hold, sends a lagging worker to a peer that holds the version, and brings
/// copies for the record. The tensors themselves go from node to node over the data plane.
/// </summary>
internal sealed class ParameterAveragingActor : ReceiveActor
{
    private static readonly TimeSpan CopyTimeout = TimeSpan.FromSeconds(60);
    private readonly ReportAssembly _reports = new();
    private readonly CancellationTokenSource _stopped = new();
    private readonly IDataPlane _data;
    private readonly IActorRef _recorder;
    private ImmutableArray<Participant> _participants = [];

    public ParameterAveragingActor(IDataPlane data, IActorRef recorder)
    {
        (_data, _recorder) = (data, recorder);
        Receive<Averaging.Begin>(Begin);
        Receive<Averaging.Fence>(fence => ToParticipants(fence.Order));
        Receive<Averaging.Commit>(commit => ToParticipants(commit.Order));
        Receive<Averaging.Answer>(answer => Send(answer.Worker, answer.Word, []));
        Receive<Averaging.Heal>(heal => Send(heal.Worker, heal.Order, [heal.Source]));
        Receive<Averaging.Copy>(Copy);
        Receive<WorkerEvent>(message => Context.Parent.Tell(message.Event));
        Receive<ReportPiece>(piece =>
        {
            if (_reports.Add(piece) is { } report)
            {
                Context.Parent.Tell(report);
            }
        });
    }

    protected override void PostStop() => _stopped.Cancel();

    private void Begin(Averaging.Begin begin)
    {
        _participants = begin.Participants;
        _reports.Clear();
    }

    private void ToParticipants(IWorkerCommand order)
    {
        foreach (var participant in _participants)
        {
            Send(participant, order, []);
        }
    }

    private void Send(Participant to, IWorkerCommand order, ImmutableArray<WorkerAddress> where) =>
        to.Actor.Tell(new WorkerCommand(to.Id, order, where), Self);

    private void Copy(Averaging.Copy copy)
    {
        var (worker, coordinator) = (copy.Worker, Context.Parent);
        _ = Fetch(copy).PipeTo(
            _recorder,
            coordinator,
            version => new RecorderActor.Snapshot(worker.Id, version, copy.Purpose, copy.State),
            failure => new RecorderActor.Undelivered(new Averaging.CopyFailed(worker.Id, copy.Step, failure.Message)));
    }

    private async Task<VersionSnapshot> Fetch(Averaging.Copy copy)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(_stopped.Token);
        limit.CancelAfter(CopyTimeout);
        return await _data.Fetch(copy.Worker.Data, copy.Worker.Id, copy.Step, limit.Token).ConfigureAwait(false);
    }
}
