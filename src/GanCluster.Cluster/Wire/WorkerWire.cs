using System.Collections.Immutable;
using System.Runtime.Serialization;
using GanCluster.Core.Rounds;

namespace GanCluster.Cluster.Wire;

/// <summary>How orders to workers, and what workers say, are written and read; the manifest tells which.</summary>
internal static class WorkerWire
{
    public static readonly IReadOnlyList<WireEntry> Entries =
    [
        WireEntry.OfOrder<RoundAssignment>("round-assignment-3", Write, Assignment),
        WireEntry.OfOrder<Committed>("committed", (w, m, _) => w.Write(m), (r, _) => r.Committed()),
        WireEntry.OfOrder<AttemptFenced>(
            "attempt-fenced",
            (w, m, _) =>
            {
                w.Write(m.Id);
                w.Reason(m.Reason);
            },
            (r, _) => new AttemptFenced(r.AttemptId(), r.Reason())),
        WireEntry.OfOrder<LoadVersion>(
            "load-version-2",
            (w, m, _) =>
            {
                w.Int64(m.Step);
                w.Write(m.Source);
                w.Int32(m.Course);
            },
            (r, _) => new LoadVersion(r.Int64(), r.WorkerId(), r.Course())),
        WireEntry.OfEvent<WorkerJoined>(
            "worker-joined-3",
            (w, m) =>
            {
                w.Write(m.Worker);
                w.Int64(m.Step);
                w.Int32(m.Course);
                w.Int32(m.Every);
            },
            r => new WorkerJoined(r.WorkerId(), r.Int64(), r.Course(), r.Every())),
        WireEntry.OfEvent<WorkerLost>(
            "worker-lost",
            (w, m) =>
            {
                w.Write(m.Worker);
                w.Reason(m.Reason);
            },
            r => new WorkerLost(r.WorkerId(), r.Reason())),
        WireEntry.OfEvent<RoundProgress>(
            "round-progress",
            (w, m) =>
            {
                w.Write(m.Id);
                w.Write(m.Worker);
                w.Int32(m.StepsDone);
            },
            r => new RoundProgress(r.AttemptId(), r.WorkerId(), r.Int32())),
        WireEntry.OfEvent<ExchangeBroken>("exchange-broken", Write, Broken),
        WireEntry.OfEvent<NotFinite>("not-finite", Write, NotFinite),
        WireEntry.Of<ReportPiece>(
            "report-piece-10",
            (w, m) =>
            {
                w.Write(m.Report);
                w.Int32(m.Piece);
                w.Int32(m.Pieces);
            },
            Piece),
    ];

    /// <summary>The participants are the workers of the addresses, in that order, and not written twice.</summary>
    private static void Write(WireWriter w, RoundAssignment assignment, ImmutableArray<WorkerAddress> where)
    {
        if (!assignment.Participants.SequenceEqual(where.Select(at => at.Worker)))
        {
            throw new ArgumentException("the addresses are not the participants'", nameof(where));
        }

        w.Write(assignment.Id);
        w.Int64(assignment.Version);
        w.Int64(assignment.Steps.First);
        w.Int32(assignment.Steps.Count);
        w.List(assignment.Ranges, Protocol.MostRanges, w.Write);
        w.Optional(assignment.Last, w.Write);
        w.Int32(assignment.Course);
        w.Text(assignment.Trace, Protocol.LongestTrace);
    }

    private static RoundAssignment Assignment(WireReader r, ImmutableArray<WorkerAddress> where) => new(
        r.AttemptId(),
        r.Int64(),
        new StepSpan(r.Int64(), r.Int32Between(1, int.MaxValue)),
        r.List(Protocol.MostRanges, r.Range),
        [.. where.Select(at => at.Worker)],
        r.Boolean() ? r.Committed() : null,
        r.Course(),
        r.Text(Protocol.LongestTrace));

    private static void Write(WireWriter w, ExchangeBroken broken)
    {
        w.Write(broken.Id);
        w.Write(broken.Worker);
        w.Int64(broken.Step);
        w.Reason(broken.Reason);
        w.Optional(broken.Suspect, w.Write);
    }

    private static ExchangeBroken Broken(WireReader r) => new(
        r.AttemptId(), r.WorkerId(), r.Int64(), r.Reason(), r.Boolean() ? r.WorkerId() : null);

    private static void Write(WireWriter w, NotFinite diverged)
    {
        w.Write(diverged.Id);
        w.Write(diverged.Worker);
        w.Int64(diverged.Where.Step);
        w.Boolean(diverged.Where.Network == NetworkKind.Generator);
        w.Boolean(diverged.Where.Part == DivergedPart.Weights);
        w.Optional(diverged.Where.Replica, w.Int32);
    }

    private static NotFinite NotFinite(WireReader r) => new(
        r.AttemptId(),
        r.WorkerId(),
        new Divergence(
            r.Int64(),
            r.Boolean() ? NetworkKind.Generator : NetworkKind.Discriminator,
            r.Boolean() ? DivergedPart.Weights : DivergedPart.Gradient,
            r.Boolean() ? r.Int32Between(0, int.MaxValue) : null));

    private static ReportPiece Piece(WireReader r)
    {
        var piece = new ReportPiece(r.Combined(), r.Int32(), r.Int32Between(1, Protocol.MostPieces));
        return piece.Piece >= 0 && piece.Piece < piece.Pieces
            ? piece
            : throw new SerializationException($"malformed message: piece {piece.Piece} of {piece.Pieces}");
    }
}
