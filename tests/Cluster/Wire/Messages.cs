using System.Collections.Immutable;
using GanCluster.Cluster.Wire;
using GanCluster.Core;
using GanCluster.Core.Hashing;
using GanCluster.Core.Health;
using GanCluster.Core.Ledger;
using GanCluster.Core.Rounds;
using GanCluster.Core.Sums;
using GanCluster.Core.Terms;
using GanCluster.Core.Workers;

namespace GanCluster.Cluster.Tests.Wire;

/// <summary>Every message that nodes exchange, as large as the protocol lets it be.</summary>
internal static class Messages
{
    private static readonly string Name = new('n', Protocol.LongestName);
    private static readonly string Reason = new('r', Protocol.LongestReason);
    private static readonly ImmutableArray<byte> Bytes = [.. Enumerable.Range(0, Protocol.NonceBytes).Select(i => (byte)i)];
    private static readonly Hash128 Hash = new(ulong.MaxValue, 1);
    private static readonly AttemptId Id = new(new RunId(Name), long.MaxValue, long.MaxValue - 1, int.MaxValue);
    private static readonly WorkerId Worker = new("worker-4711");
    private static readonly Committed Commit = new(Id, long.MaxValue, long.MaxValue, Hash);

    private static readonly ImmutableArray<WorkerAddress> Everyone =
    [
        .. Enumerable.Range(100, Protocol.MostWorkers)
            .Select(n => new WorkerAddress(new WorkerId($"worker-{n}"), new Endpoint(Name, ushort.MaxValue))),
    ];

    public static IReadOnlyList<IClusterMessage> All =>
    [
        new NodeJoining(Name, Protocol.Version, Protocol.MostWorkers, Name, Bytes),
        new AdmissionChallenge(Bytes),
        new AdmissionProof(Name, Bytes, [.. Everyone.Select(e => e.Worker)]),
        new NodeAdmitted(
            Bytes, Name, new string('c', Protocol.LongestConfiguration), [.. Everyone.Select(e => e.Worker)], Bytes, long.MaxValue,
            new Endpoint(Name, 1), long.MaxValue),
        new NodeRefused(Name, Reason),
        new ProbeDone(
            Name, [.. Enumerable.Repeat(Hash, Protocol.MostWorkers)], Reason, Name, new Endpoint("::1", ushort.MaxValue), new string('a', Protocol.LongestAddress))
        {
            Kind = Name, Norms = [.. Enumerable.Repeat(new ProbeNorms(1, 2), Protocol.MostWorkers)],
        },
        NodeWelcome.Instance,
        new NodeAlive(Name),
        new NodeKnown(true),
        new NodeLeaving(Name),
        new NodeDrain(long.MaxValue),
        new NodeReleased(long.MaxValue),
        new RunEnded(false, Reason, long.MaxValue),
        new WorkerOrder(Worker, Assignment(Commit), Everyone),
        new WorkerOrder(Worker, Assignment(null), Everyone),
        new WorkerOrder(Worker, Commit, []),
        new WorkerOrder(Worker, new AttemptFenced(Id, Reason), []),
        new WorkerOrder(Worker, new LoadVersion(long.MaxValue, Worker, int.MaxValue), [.. Everyone.Take(1)]),
        new WorkerEvent(new WorkerJoined(Worker, long.MaxValue, int.MaxValue, int.MaxValue)),
        new WorkerEvent(new WorkerLost(Worker, Reason)),
        new WorkerEvent(new RoundProgress(Id, Worker, int.MaxValue)),
        new WorkerEvent(new ExchangeBroken(Id, Worker, long.MaxValue, Reason, Worker)),
        new WorkerEvent(new ExchangeBroken(Id, Worker, 0, "gone")),
        new WorkerEvent(new NotFinite(
            Id, Worker, new Divergence(long.MaxValue, NetworkKind.Generator, DivergedPart.Weights, int.MaxValue))),
        new WorkerEvent(new NotFinite(Id, Worker, new Divergence(0, NetworkKind.Discriminator, DivergedPart.Gradient))),
        .. ReportPieces.Cut(Report(4_096)).Take(2),
        ReportPieces.Cut(Longest(300))[0],
        new PeerHello(Peer, new PeerTerms(Protocol.Version, [.. Enumerable.Repeat(Peer, Protocol.MostPeers)], Name, Name, long.MaxValue)),
        new PeerHello(Peer, new PeerTerms(Protocol.Version, [Peer], Name, Name, 1), new Endpoint(Name, ushort.MaxValue)),
        new PeerAnswer(Peer, Reason),
        new PeerAnswer(Peer, Reason: null, new Endpoint(Name, 1)),
        new PeerAnswer(Peer, Reason: null),
        new JournalRequest(Peer, new AskOffice(long.MaxValue)),
        new JournalRequest(Peer, new AppendRow(long.MaxValue, long.MaxValue, Row: null, Before: null)),
        .. RowParts.Cut(Record(4_096)).Take(2).Select(part => new JournalRequest(
            Peer, new AppendRow(long.MaxValue, long.MaxValue, Row, Row), part)),
        new JournalRequest(Peer, new AppendRow(1, 2, Row, Row), RowParts.Cut(LongestRecord(300))[0]),
        .. RowParts.Cut(CheckRecord).Select(part => new JournalRequest(Peer, new AppendRow(1, 2, CheckRecord.Row, RolledBack), part)),
        new JournalRequest(Peer, new ReadRow(long.MaxValue, long.MaxValue)),
        new JournalAnswer(new OfficeAnswered(Peer, long.MaxValue, Granted: true, long.MaxValue, Row)),
        new JournalAnswer(new OfficeAnswered(Peer, 1, Granted: false, 2, Newest: null)),
        new JournalAnswer(new RowAnswered(Peer, long.MaxValue, long.MaxValue, long.MaxValue, long.MaxValue, long.MaxValue)),
        new JournalAnswer(new RowAnswered(Peer, 1, 1, 1, 1, Wants: null)),
        new JournalAnswer(new RowRead(Peer, long.MaxValue, long.MaxValue, Row), RowParts.Cut(Record(4_096))[0]),
        new JournalAnswer(new RowRead(Peer, 1, 1, Row: null)),
        new CopyKept(long.MaxValue, At, int.MaxValue, IsCheckpoint: true, new Endpoint(Name, ushort.MaxValue)),
        new CopyHeld(Peer, long.MaxValue, int.MaxValue, long.MaxValue),
        new PeerActs(Peer, long.MaxValue),
        new PeerLeaving(Peer),
        new PeerStop(Reason),
        new PeersEnded(Peer, long.MaxValue, Succeeded: true, Reason, At),
    ];

    private static readonly CoordinatorId Peer = new(new string('p', Protocol.LongestAddress));
    private static readonly RunPosition At = new(long.MaxValue, long.MaxValue - 1, long.MaxValue - 2);
    private static readonly JournalRow Row = new(Id, At, new StepSpan(long.MaxValue - 7, 7), Hash, long.MaxValue);

    private static readonly JournalRow RolledBack = Row with
    {
        Place = long.MaxValue, Course = int.MaxValue, Entry = new HealthEntry.RolledBack(long.MaxValue, Reason), Steps = new StepSpan(7, 0),
    };

    private static readonly RowRecord CheckRecord = new(
        Row with
        {
            Entry = new HealthEntry.Judged(new JudgedCheck(
                long.MaxValue, new HealthVerdict(HealthCondition.Alarm, HealthCause.NotFinite, Reason, 7), Reason)),
        },
        TimeSpan.Zero, new ReplicaStatistics(-1, 0, 0, 0, 0), [])
    {
        Measures = [.. Enumerable.Repeat(new Measured(Name, double.NaN, ulong.MaxValue), Protocol.MostMeasures)],
    };

    public static RowRecord Record(int replicas) => new(
        Row, TimeSpan.MaxValue, new ReplicaStatistics(-1, 0.5, double.NaN, 1e-300, 7, 8, 9, 10), Report(replicas).Contributions);

    /// <summary>With as much to tell of each replica as there is room for.</summary>
    public static RowRecord LongestRecord(int replicas) => Record(replicas) with
    {
        Contributions = [.. Longest(replicas).Contributions.Select(row => row with { Worker = Name })],
    };

    public static Combined Report(int replicas) => new(
        Id,
        Worker,
        Hash,
        [
            .. Enumerable.Range(0, replicas).Select(r => new Contribution(
                Id.Round, r, Id.Attempt, Worker.Value, r * 64L, 64, ulong.MaxValue - (ulong)r, $"{long.MaxValue - r}:64+{long.MaxValue}x{long.MaxValue}")),
        ],
        [.. Enumerable.Range(0, replicas).Select(r => new ReplicaStatistics(r, 0.5, double.NaN, 1e-300, r, NormD: r, NormG: double.NaN, Drift: 0.5 + r))],
        0.25,
        replicas * 7L,
        Every: 9);

    /// <summary>With as much to tell of each replica as a report has room for.</summary>
    public static Combined Longest(int replicas)
    {
        var report = Report(replicas);
        return report with
        {
            Contributions = [.. report.Contributions.Select(row => row with { Reads = new string('9', Protocol.LongestReads) })],
        };
    }

    private static RoundAssignment Assignment(Committed? last) => new(
        Id,
        long.MaxValue,
        new StepSpan(long.MaxValue - 7, 7),
        [.. Enumerable.Range(0, Protocol.MostRanges).Select(i => new ReplicaRange(i * 3, 2))],
        [.. Everyone.Select(e => e.Worker)],
        last,
        int.MaxValue,
        new string('0', Protocol.LongestTrace));
}
