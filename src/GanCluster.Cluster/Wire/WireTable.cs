using System.Collections.Immutable;
using System.Runtime.Serialization;
using GanCluster.Core.Rounds;
using GanCluster.Core.Terms;

namespace GanCluster.Cluster.Wire;

/// <summary>
/// The closed list of what nodes may send each other, each under a manifest of its own. A manifest is never given to anything
/// else: a new form gets a new one. Written by hand, because a protobuf schema would need as many lines again to map its types to
/// Core's both ways, and would check none of the bounds.
/// </summary>
internal static class WireTable
{
    private static readonly IReadOnlyList<WireEntry> All = [.. NodeWire.Entries, .. WorkerWire.Entries, .. PeerWire.Entries];

    private static readonly Dictionary<string, WireEntry> ByManifest = All.ToDictionary(e => e.Manifest, StringComparer.Ordinal);

    private static readonly Dictionary<Type, WireEntry> ByType = All.ToDictionary(e => e.Type);

    public static IEnumerable<string> Manifests => ByManifest.Keys;

    /// <exception cref="SerializationException">It is no message between nodes.</exception>
    public static WireEntry EntryOf(object message)
    {
        var type = message switch
        {
            WorkerOrder order => order.Order.GetType(),
            WorkerEvent said => said.Event.GetType(),
            JournalRequest request => request.Request.GetType(),
            JournalAnswer answer => answer.Answer.GetType(),
            _ => message.GetType(),
        };
        return ByType.TryGetValue(type, out var entry)
            ? entry
            : throw new SerializationException($"{type} is not a message between nodes");
    }

    /// <exception cref="SerializationException">There is none.</exception>
    public static WireEntry EntryOf(string manifest) => ByManifest.TryGetValue(manifest, out var entry)
        ? entry
        : throw new SerializationException("a message with an unknown manifest");
}

/// <summary>A message's manifest and code.</summary>
/// <param name="Type">Of the message, or of the order or event that one carries.</param>
internal sealed record WireEntry(
    string Manifest, Type Type, Action<WireWriter, IClusterMessage> Write, Func<WireReader, IClusterMessage> Read)
{
    public static WireEntry Of<T>(string manifest, Action<WireWriter, T> write, Func<WireReader, T> read)
        where T : IClusterMessage => new(manifest, typeof(T), (w, m) => write(w, (T)m), r => read(r));

    public static WireEntry OfEvent<T>(string manifest, Action<WireWriter, T> write, Func<WireReader, T> read)
        where T : IRunEvent => new(
        manifest, typeof(T), (w, m) => write(w, (T)((WorkerEvent)m).Event), r => new WorkerEvent(read(r)));

    public static WireEntry OfOrder<T>(
        string manifest,
        Action<WireWriter, T, ImmutableArray<WorkerAddress>> write,
        Func<WireReader, ImmutableArray<WorkerAddress>, T> read)
        where T : IWorkerOrder => new(
        manifest,
        typeof(T),
        (w, m) =>
        {
            var order = (WorkerOrder)m;
            w.Write(order.Worker);
            w.List(order.Where, Protocol.MostWorkers, w.Write);
            write(w, (T)order.Order, order.Where);
        },
        r =>
        {
            var (worker, where) = (r.WorkerId(), r.List(Protocol.MostWorkers, r.WorkerAddress));
            return new WorkerOrder(worker, read(r, where), where);
        });

    public static WireEntry OfRequest<T>(string manifest, Action<WireWriter, T> write, Func<WireReader, T> read)
        where T : IJournalRequest => new(
        manifest,
        typeof(T),
        (w, m) =>
        {
            var request = (JournalRequest)m;
            w.Write(request.From);
            write(w, (T)request.Request);
            w.Optional(request.Part, w.Write);
        },
        r => new JournalRequest(r.CoordinatorId(), read(r), r.Boolean() ? r.Part() : null));

    public static WireEntry OfAnswer<T>(string manifest, Action<WireWriter, T> write, Func<WireReader, T> read)
        where T : IJournalAnswer => new(
        manifest,
        typeof(T),
        (w, m) =>
        {
            var answer = (JournalAnswer)m;
            write(w, (T)answer.Answer);
            w.Optional(answer.Part, w.Write);
        },
        r => new JournalAnswer(read(r), r.Boolean() ? r.Part() : null));
}
