using System.Collections.Immutable;
using GanCluster.Core.Rounds;

namespace GanCluster.Cluster.Wire;

/// <summary>
/// Cuts reports into pieces that fit a message. One piece holds what up to 650 replicas regularly read; a worker that has more of
/// a run's replicas (4,096 at most), or read irregularly, sends several.
/// </summary>
public static class ReportPieces
{
    private const int Room = Protocol.LongestMessage - 1_000;
    private const int RowBytes = 96;

    /// <summary>Null if the report can be told; otherwise why not.</summary>
    public static string? Obstacle(Combined report)
    {
        var longest = report.Contributions.MaxBy(row => row.Reads.Length);
        return longest?.Reads.Length > Protocol.LongestReads
            ? $"what was read for replica {longest.Replica} takes {longest.Reads.Length} characters to tell, and a report has room "
                + $"for {Protocol.LongestReads}: it was not read as planned"
            : null;
    }

    public static ImmutableArray<ReportPiece> Cut(Combined report)
    {
        var pieces = new List<Combined>();
        var (from, bytes) = (0, 0);
        for (var i = 0; i < report.Contributions.Length; i++)
        {
            var row = RowBytes + report.Contributions[i].Reads.Length;
            if (bytes + row > Room)
            {
                pieces.Add(Slice(report, from, i));
                (from, bytes) = (i, 0);
            }

            bytes += row;
        }

        pieces.Add(Slice(report, from, report.Contributions.Length));
        return [.. pieces.Select((piece, i) => new ReportPiece(piece, i, pieces.Count))];
    }

    private static Combined Slice(Combined report, int from, int end) => report with
    {
        Contributions = report.Contributions[from..end],
        Statistics = report.Statistics.IsEmpty ? [] : report.Statistics[from..end],
    };
}

/// <summary>
/// Puts the pieces of reports together, each worker's newest. A piece that comes twice counts once, and pieces of two attempts
/// are never one report.
/// </summary>
public sealed class ReportAssembly
{
    private readonly Dictionary<WorkerId, (AttemptId Id, Combined?[] Pieces)> _known = [];

    /// <summary>
    /// The whole report once its last piece is there, again at each repetition; null before. A piece of an older attempt than the
    /// worker's newest is given back as it is: whoever is to hear of that attempt needs no more of it.
    /// </summary>
    public Combined? Add(ReportPiece piece)
    {
        var report = piece.Report;
        if (!_known.TryGetValue(report.Worker, out var known) || known.Id.IsOlderThan(report.Id)
            || (known.Id == report.Id && known.Pieces.Length != piece.Pieces))
        {
            _known[report.Worker] = known = (report.Id, new Combined?[piece.Pieces]);
        }

        if (known.Id != report.Id)
        {
            return report;
        }

        known.Pieces[piece.Piece] = report;
        if (piece.Pieces == 1)
        {
            return report;
        }

        return known.Pieces.All(p => p is not null)
            ? report with
            {
                Contributions = [.. known.Pieces.SelectMany(p => p!.Contributions)],
                Statistics = [.. known.Pieces.SelectMany(p => p!.Statistics)],
            }
            : null;
    }
}
