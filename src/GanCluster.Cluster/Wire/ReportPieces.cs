using System.Collections.Immutable;
using GanCluster.Core.Rounds;

namespace GanCluster.Cluster.Wire;

/// <summary>Cuts reports into pieces that fit a message.</summary>
public static class ReportPieces
{
    private const int Room = 6_000;
    private const int RowBytes = 80;

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

/// <summary>Puts one attempt's pieces together; a piece that comes twice counts once.</summary>
public sealed class ReportAssembly
{
    private readonly Dictionary<WorkerId, Combined?[]> _pieces = [];

    /// <summary>The whole report once its last piece is there, again at each repetition; null before.</summary>
    public Combined? Add(ReportPiece piece)
    {
        var worker = piece.Report.Worker;
        if (!_pieces.TryGetValue(worker, out var known) || known.Length != piece.Pieces)
        {
            _pieces[worker] = known = new Combined?[piece.Pieces];
        }

        known[piece.Piece] = piece.Report;
        return known.All(p => p is not null)
            ? piece.Report with
            {
                Contributions = [.. known.SelectMany(p => p!.Contributions)],
                Statistics = [.. known.SelectMany(p => p!.Statistics)],
            }
            : null;
    }

    public void Clear() => _pieces.Clear();
}
