using System.Collections.Immutable;
using Akka.Actor;
using GanCluster.Cluster.Wire;
using GanCluster.Core;
using GanCluster.Core.Observers;
using GanCluster.Core.Rounds;

namespace GanCluster.Cluster.Coordination;

/// <summary>A node that asked to take part.</summary>
internal sealed class KnownNode(NodeJoining joining, ImmutableArray<byte> nonce, ImmutableArray<WorkerId> workers)
{
    public string Key => Joining.NodeKey;

    public NodeJoining Joining { get; set; } = joining;

    /// <summary>What the node has to prove its knowledge of the secret over.</summary>
    public ImmutableArray<byte> Nonce { get; set; } = nonce;

    public ImmutableArray<WorkerId> Workers { get; set; } = workers;

    public IActorRef Actor { get; set; } = ActorRefs.Nobody;

    public bool Proven { get; set; }

    /// <summary>Its probe gave the run's bits: its workers count.</summary>
    public bool Welcome { get; set; }

    public Endpoint? Data { get; set; }

    /// <summary>Where it serves /metrics, as HOST:PORT; empty: nowhere.</summary>
    public string Metrics { get; set; } = "";

    /// <summary>The kind of its devices; empty before its probe.</summary>
    public string Device { get; set; } = "";

    /// <summary>The connection that shows at once when its process ends; null while there is none.</summary>
    public IDisposable? Watch { get; set; }

    /// <summary>Told apart from what an earlier watch still has to say.</summary>
    public int WatchNumber { get; set; }

    public bool Watched { get; set; }

    /// <summary>What its workers said last of themselves, while the watch is being made.</summary>
    public Dictionary<WorkerId, WorkerJoined> Announced { get; } = [];

    public IReadOnlyList<WorkerJoined> TakeAnnounced()
    {
        WorkerJoined[] taken = Leaving ? [] : [.. Announced.Values];
        Announced.Clear();
        return taken;
    }

    public bool Leaving { get; set; }
}

/// <summary>The nodes of a run, and whose a worker is.</summary>
/// <param name="named">Names that were given before: the number in the last of them.</param>
/// <param name="prefix">Of the names that are given now.</param>
internal sealed class NodeRoster(int named, string prefix = NodeRoster.Prefix)
{
    public const string Prefix = "worker-";

    private readonly Dictionary<string, KnownNode> _nodes = new(StringComparer.Ordinal);
    private readonly Dictionary<WorkerId, KnownNode> _owners = [];
    private readonly Dictionary<WorkerId, IActorRef> _actors = [];
    private int _named = named;

    public IEnumerable<KnownNode> Nodes => _nodes.Values;

    /// <summary>The first probe of the run, which the others are held against.</summary>
    public ProbeDone? Probe { get; set; }

    /// <summary>
    /// The nodes that take part. One that was lost stays among them, so that it is missed, until others have taken its place.
    /// </summary>
    /// <param name="expected">Workers that the run was begun with.</param>
    public ImmutableArray<NodePresence> Present(int expected)
    {
        var welcome = _nodes.Values.Where(n => n.Welcome).ToList();
        var complete = welcome.Where(n => n.Watched).Sum(n => n.Workers.Length) >= expected;
        return
        [
            .. welcome.Where(n => n.Watched || !complete)
                .Select(n => new NodePresence(n.Workers, n.Metrics, n.Data?.Host ?? "", n.Device)),
        ];
    }

    public int WorkersBeside(string nodeKey) =>
        _nodes.Values.Where(n => n.Key != nodeKey && n.Welcome).Sum(n => n.Workers.Length);

    public KnownNode? Find(string nodeKey) => _nodes.GetValueOrDefault(nodeKey);

    public KnownNode? OwnerOf(WorkerId worker) => _owners.GetValueOrDefault(worker);

    /// <summary>The node, with workers named in the order in which nodes ask; one that comes back keeps its workers.</summary>
    public KnownNode Note(NodeJoining joining, ImmutableArray<byte> nonce)
    {
        if (_nodes.TryGetValue(joining.NodeKey, out var known) && known.Workers.Length == joining.Workers)
        {
            if (!known.Joining.Nonce.SequenceEqual(joining.Nonce))
            {
                (known.Joining, known.Nonce, known.Proven, known.Welcome) = (joining, nonce, false, false);
            }

            return known;
        }

        var workers = Enumerable.Range(0, joining.Workers).Select(_ => new WorkerId($"{prefix}{++_named}")).ToImmutableArray();
        var node = _nodes[joining.NodeKey] = new KnownNode(joining, nonce, workers);
        foreach (var worker in workers)
        {
            _owners[worker] = node;
        }

        return node;
    }

    /// <summary>A node that proved itself has had these names from an earlier process of the coordinator, and keeps them unless they
    /// are another's here.</summary>
    public void Keep(KnownNode node, ImmutableArray<WorkerId> names)
    {
        if (names.Length != node.Workers.Length || names.Any(_owners.ContainsKey))
        {
            return;
        }

        foreach (var given in node.Workers)
        {
            _owners.Remove(given);
        }

        node.Workers = names;
        foreach (var name in names)
        {
            _owners[name] = node;
        }
    }

    public void SetActor(WorkerId worker, IActorRef actor) => _actors[worker] = actor;

    public IActorRef ActorOf(WorkerId worker) => _actors.GetValueOrDefault(worker, ActorRefs.Nobody);

    public ImmutableArray<WorkerAddress> Where(IEnumerable<WorkerId> workers) =>
        [.. workers.Select(w => new WorkerAddress(w, _owners[w].Data!))];
}
