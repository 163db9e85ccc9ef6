using GanCluster.Core.Workers;

namespace GanCluster.Cluster.Wire;

/// <summary>How the messages of <c>NodeMessages</c> are written and read.</summary>
internal static class NodeWire
{
    private const int MacBytes = 32;
    private const long NoStart = -1;

    public static readonly IReadOnlyList<WireEntry> Entries =
    [
        WireEntry.Of<NodeJoining>(
            "node-joining",
            (w, m) =>
            {
                w.Text(m.NodeKey, Protocol.LongestName);
                w.Int32(m.ProtocolVersion);
                w.Int32(m.Workers);
                w.Text(m.ConfigurationHash, Protocol.LongestName);
                w.Bytes(m.Nonce, Protocol.NonceBytes);
            },
            r => new NodeJoining(
                r.Text(Protocol.LongestName),
                r.Int32(),
                r.Int32Between(1, Protocol.MostWorkers),
                r.Text(Protocol.LongestName),
                r.Bytes(Protocol.NonceBytes))),
        WireEntry.Of<AdmissionChallenge>(
            "admission-challenge",
            (w, m) => w.Bytes(m.Nonce, Protocol.NonceBytes),
            r => new AdmissionChallenge(r.Bytes(Protocol.NonceBytes))),
        WireEntry.Of<AdmissionProof>(
            "admission-proof-7",
            (w, m) =>
            {
                w.Text(m.NodeKey, Protocol.LongestName);
                w.Bytes(m.Mac, MacBytes);
                w.List(m.Names, Protocol.MostWorkers, w.Write);
            },
            r => new AdmissionProof(
                r.Text(Protocol.LongestName), r.Bytes(MacBytes), r.List(Protocol.MostWorkers, r.WorkerId))),
        WireEntry.Of<NodeAdmitted>(
            "node-admitted-8",
            (w, m) =>
            {
                w.Bytes(m.Mac, MacBytes);
                w.Text(m.Run, Protocol.LongestName);
                w.Text(m.Configuration, Protocol.LongestConfiguration);
                w.List(m.Workers, Protocol.MostWorkers, w.Write);
                w.Bytes(m.DataKey, MacBytes);
                w.Int64(m.StartStep ?? NoStart);
                w.Write(m.Source);
                w.Int64(m.Term);
            },
            r => new NodeAdmitted(
                r.Bytes(MacBytes),
                r.Text(Protocol.LongestName),
                r.Text(Protocol.LongestConfiguration),
                r.List(Protocol.MostWorkers, r.WorkerId),
                r.Bytes(MacBytes),
                r.Int64() is var step && step == NoStart ? null : step,
                r.Endpoint(),
                r.Int64())),
        WireEntry.Of<NodeRefused>(
            "node-refused",
            (w, m) =>
            {
                w.Text(m.NodeKey, Protocol.LongestName);
                w.Reason(m.Reason);
            },
            r => new NodeRefused(r.Text(Protocol.LongestName), r.Reason())),
        WireEntry.Of<ProbeDone>(
            "probe-done-6",
            (w, m) =>
            {
                w.Text(m.NodeKey, Protocol.LongestName);
                w.List(m.Hashes, Protocol.MostWorkers, w.Write);
                w.Reason(m.Kernels);
                w.Text(m.DataSha256, Protocol.LongestName);
                w.Write(m.Data);
                w.Text(m.Metrics, Protocol.LongestAddress);
                w.Text(m.Kind, Protocol.LongestName);
                w.List(m.Norms, Protocol.MostWorkers, norms =>
                {
                    w.Double(norms.Discriminator);
                    w.Double(norms.Generator);
                });
            },
            r => new ProbeDone(
                r.Text(Protocol.LongestName),
                r.List(Protocol.MostWorkers, r.Hash),
                r.Reason(),
                r.Text(Protocol.LongestName),
                r.Endpoint(),
                r.Text(Protocol.LongestAddress))
            {
                Kind = r.Text(Protocol.LongestName),
                Norms = r.List(Protocol.MostWorkers, () => new ProbeNorms(r.Double(), r.Double())),
            }),
        WireEntry.Of<NodeWelcome>("node-welcome", (_, _) => { }, _ => NodeWelcome.Instance),
        WireEntry.Of<NodeAlive>(
            "node-alive", (w, m) => w.Text(m.NodeKey, Protocol.LongestName), r => new NodeAlive(r.Text(Protocol.LongestName))),
        WireEntry.Of<NodeKnown>("node-known", (w, m) => w.Boolean(m.Known), r => new NodeKnown(r.Boolean())),
        WireEntry.Of<NodeLeaving>(
            "node-leaving",
            (w, m) => w.Text(m.NodeKey, Protocol.LongestName),
            r => new NodeLeaving(r.Text(Protocol.LongestName))),
        WireEntry.Of<NodeDrain>("node-drain", (w, m) => w.Int64(m.Term), r => new NodeDrain(r.Int64())),
        WireEntry.Of<NodeReleased>("node-released-8", (w, m) => w.Int64(m.Term), r => new NodeReleased(r.Int64())),
        WireEntry.Of<RunEnded>(
            "run-ended-8",
            (w, m) =>
            {
                w.Boolean(m.Succeeded);
                w.Reason(m.Reason);
                w.Int64(m.Term);
            },
            r => new RunEnded(r.Boolean(), r.Reason(), r.Int64())),
    ];
}
