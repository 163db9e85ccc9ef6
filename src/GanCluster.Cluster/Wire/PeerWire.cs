using System.Runtime.Serialization;
using GanCluster.Core.Health;
using GanCluster.Core.Ledger;
using GanCluster.Core.Rounds;
using GanCluster.Core.Terms;

namespace GanCluster.Cluster.Wire;

/// <summary>How what coordinator nodes say among themselves is written and read; the manifest tells which.</summary>
internal static class PeerWire
{
    public static readonly IReadOnlyList<WireEntry> Entries =
    [
        WireEntry.Of<PeerHello>(
            "peer-hello",
            (w, m) =>
            {
                w.Write(m.From);
                w.Int32(m.Terms.ProtocolVersion);
                w.List(m.Terms.Peers, Protocol.MostPeers, w.Write);
                w.Text(m.Terms.Run, Protocol.LongestName);
                w.Text(m.Terms.ConfigurationHash, Protocol.LongestName);
                w.Int64(m.Terms.TargetStep);
                w.Optional(m.Data, w.Write);
            },
            r => new PeerHello(
                r.CoordinatorId(),
                new PeerTerms(
                    r.Int32(),
                    r.List(Protocol.MostPeers, r.CoordinatorId),
                    r.Text(Protocol.LongestName),
                    r.Text(Protocol.LongestName),
                    r.Int64()),
                r.Boolean() ? r.Endpoint() : null)),
        WireEntry.Of<PeerAnswer>(
            "peer-answer",
            (w, m) =>
            {
                w.Write(m.From);
                w.Optional(m.Reason, w.Reason);
                w.Optional(m.Data, w.Write);
            },
            r => new PeerAnswer(r.CoordinatorId(), r.Boolean() ? r.Reason() : null, r.Boolean() ? r.Endpoint() : null)),
        WireEntry.OfRequest<AskOffice>("ask-office", (w, ask) => w.Int64(ask.Office), r => new AskOffice(r.Int64())),
        WireEntry.OfRequest<AppendRow>("append-row", Write, Append),
        WireEntry.OfRequest<ReadRow>(
            "read-row",
            (w, read) =>
            {
                w.Int64(read.Office);
                w.Int64(read.Place);
            },
            r => new ReadRow(r.Int64(), r.Int64())),
        WireEntry.OfAnswer<OfficeAnswered>("office-answered", Write, OfficeAnswered),
        WireEntry.OfAnswer<RowAnswered>("row-answered", Write, RowAnswered),
        WireEntry.OfAnswer<RowRead>(
            "row-read",
            (w, read) =>
            {
                w.Write(read.From);
                w.Int64(read.Office);
                w.Int64(read.Place);
                w.Optional(read.Row, w.Write);
            },
            r => new RowRead(r.CoordinatorId(), r.Int64(), r.Int64(), r.Boolean() ? r.Row() : null)),
        WireEntry.Of<CopyKept>(
            "copy-kept",
            (w, m) =>
            {
                w.Int64(m.Office);
                w.Write(m.At);
                w.Int32(m.Course);
                w.Boolean(m.IsCheckpoint);
                w.Write(m.Source);
            },
            r => new CopyKept(r.Int64(), r.Position(), r.Course(), r.Boolean(), r.Endpoint())),
        WireEntry.Of<CopyHeld>(
            "copy-held",
            (w, m) =>
            {
                w.Write(m.From);
                w.Int64(m.Office);
                w.Int32(m.Course);
                w.Int64(m.Step);
            },
            r => new CopyHeld(r.CoordinatorId(), r.Int64(), r.Course(), r.Int64())),
        WireEntry.Of<PeerActs>(
            "peer-acts",
            (w, m) =>
            {
                w.Write(m.From);
                w.Int64(m.Office);
            },
            r => new PeerActs(r.CoordinatorId(), r.Int64())),
        WireEntry.Of<PeerLeaving>("peer-leaving", (w, m) => w.Write(m.From), r => new PeerLeaving(r.CoordinatorId())),
        WireEntry.Of<PeerStop>("peer-stop", (w, m) => w.Reason(m.Reason), r => new PeerStop(r.Reason())),
        WireEntry.Of<PeersEnded>(
            "peers-ended",
            (w, m) =>
            {
                w.Write(m.From);
                w.Int64(m.Office);
                w.Boolean(m.Succeeded);
                w.Reason(m.Reason);
                w.Write(m.At);
            },
            r => new PeersEnded(r.CoordinatorId(), r.Int64(), r.Boolean(), r.Reason(), r.Position())),
    ];

    public static void Write(this WireWriter w, RowPart part)
    {
        var record = part.Record;
        w.Write(record.Row);
        w.Int64(record.Duration.Ticks);
        w.Double(record.Statistics.LossD);
        w.Double(record.Statistics.LossG);
        w.Double(record.Statistics.ScoreReal);
        w.Double(record.Statistics.ScoreFake);
        w.Double(record.Statistics.NormD);
        w.Double(record.Statistics.NormG);
        w.Double(record.Statistics.Drift);
        w.List(record.Contributions, Protocol.MostRows, row =>
        {
            w.Int32(row.Replica);
            w.Text(row.Worker, Protocol.LongestName);
            w.Int64(row.First);
            w.Int64(row.Count);
            w.UInt64(row.Digest);
            w.Text(row.Reads, Protocol.LongestReads);
        });
        w.List(record.Measures, Protocol.MostMeasures, measured =>
        {
            w.Text(measured.Name, Protocol.LongestName);
            w.Double(measured.Value);
            w.UInt64(measured.Seed);
        });
        w.Int32(part.Piece);
        w.Int32(part.Pieces);
    }

    public static RowPart Part(this WireReader r)
    {
        var row = r.Row();
        var record = new RowRecord(
            row,
            TimeSpan.FromTicks(r.Int64()),
            new ReplicaStatistics(-1, r.Double(), r.Double(), r.Double(), r.Double(), r.Double(), r.Double(), r.Double()),
            r.List(Protocol.MostRows, () => new Contribution(
                row.Round,
                r.Int32(),
                row.Id.Attempt,
                r.Text(Protocol.LongestName),
                r.Int64(),
                r.Int64(),
                r.UInt64(),
                r.Text(Protocol.LongestReads))))
        {
            Measures = r.List(
                Protocol.MostMeasures, () => new Measured(r.Text(Protocol.LongestName), r.Double(), r.UInt64())),
        };
        var part = new RowPart(record, r.Int32(), r.Int32Between(1, Protocol.MostPieces));
        return part.Piece >= 0 && part.Piece < part.Pieces
            ? part
            : throw new SerializationException($"malformed message: piece {part.Piece} of {part.Pieces}");
    }

    private static void Write(WireWriter w, AppendRow append)
    {
        w.Int64(append.Office);
        w.Int64(append.Number);
        w.Optional(append.Row, w.Write);
        w.Optional(append.Before, w.Write);
    }

    private static AppendRow Append(WireReader r) => new(
        r.Int64(), r.Int64(), r.Boolean() ? r.Row() : null, r.Boolean() ? r.Row() : null);

    private static void Write(WireWriter w, OfficeAnswered answered)
    {
        w.Write(answered.From);
        w.Int64(answered.Office);
        w.Boolean(answered.Granted);
        w.Int64(answered.Promised);
        w.Optional(answered.Newest, w.Write);
    }

    private static OfficeAnswered OfficeAnswered(WireReader r) => new(
        r.CoordinatorId(), r.Int64(), r.Boolean(), r.Int64(), r.Boolean() ? r.Row() : null);

    private static void Write(WireWriter w, RowAnswered answered)
    {
        w.Write(answered.From);
        w.Int64(answered.Office);
        w.Int64(answered.Number);
        w.Int64(answered.Place);
        w.Int64(answered.Promised);
        w.Optional(answered.Wants, w.Int64);
    }

    private static RowAnswered RowAnswered(WireReader r) => new(
        r.CoordinatorId(), r.Int64(), r.Int64(), r.Int64(), r.Int64(), r.Boolean() ? r.Int64() : null);

    private static void Write(this WireWriter w, JournalRow row)
    {
        w.Write(row.Id);
        w.Write(row.After);
        w.Int64(row.Steps.First);
        w.Int32(row.Steps.Count);
        w.Write(row.Hash);
        w.Int64(row.Office);
        w.Int64(row.Place);
        w.Int32(row.Course);
        w.Optional(row.Entry, w.Write);
    }

    private static JournalRow Row(this WireReader r) => new(
        r.AttemptId(), r.Position(), new StepSpan(r.Int64(), r.Int32Between(0, int.MaxValue)), r.Hash(), r.Int64())
    {
        Place = r.Int64(),
        Course = r.Course(),
        Entry = r.Boolean() ? r.Entry() : null,
    };

    private static void Write(this WireWriter w, HealthEntry entry)
    {
        w.Boolean(entry is HealthEntry.Judged);
        if (entry is HealthEntry.Judged { Check: var check })
        {
            w.Int64(check.Step);
            w.Int32((int)check.Verdict.Condition);
            w.Int32((int)check.Verdict.Cause);
            w.Reason(check.Verdict.Reason);
            w.Int64(check.Verdict.Step);
            w.Optional(check.NothingToGain, w.Reason);
        }
        else if (entry is HealthEntry.RolledBack back)
        {
            w.Int64(back.From);
            w.Reason(back.Reason);
        }
    }

    private static HealthEntry Entry(this WireReader r) => r.Boolean()
        ? new HealthEntry.Judged(new JudgedCheck(
            r.Int64(),
            new HealthVerdict(
                (HealthCondition)r.Int32Between(0, (int)HealthCondition.Alarm),
                (HealthCause)r.Int32Between(0, (int)HealthCause.NotFinite),
                r.Reason(),
                r.Int64()),
            r.Boolean() ? r.Reason() : null))
        : new HealthEntry.RolledBack(r.Int64(), r.Reason());
}
