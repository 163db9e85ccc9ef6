using Akka.Actor;
using GanCluster.Cluster.Coordination;
using GanCluster.Cluster.Wire;

namespace GanCluster.Cluster.Scale;

/// <summary>A worker node as the coordinator sees one, with workers that compute nothing. It joins as every node does.</summary>
internal sealed class SimulatedNodeActor : ReceiveActor
{
    private readonly string _key;
    private readonly int _workers;
    private readonly IActorRef _coordinator;
    private NodeAdmitted? _admitted;

    public SimulatedNodeActor(string key, int workers, IActorRef coordinator, FleetLog log, TimeSpan step)
    {
        (_key, _workers, _coordinator) = (key, workers, coordinator);
        Receive<AdmissionChallenge>(challenge =>
            Sender.Tell(new AdmissionProof(_key, Admission.NodeMac([], challenge.Nonce, _key), [])));
        Receive<NodeAdmitted>(admitted =>
        {
            _admitted = admitted;
            Sender.Tell(new ProbeDone(
                _key, [.. admitted.Workers.Select(_ => default(Core.Hashing.Hash128))], "none", "", new NoPlane().Endpoint, ""));
        });
        Receive<NodeWelcome>(_ =>
        {
            foreach (var worker in _admitted!.Workers)
            {
                Context.ActorOf(Props.Create(() => new SimulatedWorkerActor(worker, coordinator, log, step)), worker.Value);
            }
        });
        Receive<RunEnded>(_ => { });
    }

    protected override void PreStart() => _coordinator.Tell(
        new NodeJoining(_key, Protocol.Version, _workers, "", [.. new byte[Protocol.NonceBytes]]));
}
