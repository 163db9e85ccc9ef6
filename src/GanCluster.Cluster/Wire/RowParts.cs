using System.Collections.Immutable;
using GanCluster.Core.Terms;

namespace GanCluster.Cluster.Wire;

/// <summary>Cuts rounds' records into parts that fit a message, and puts them together again.</summary>
public static class RowParts
{
    /// <summary>A message has two more rows beside the part's, each of which may have a reason.</summary>
    private const int Room = Protocol.LongestMessage - 16_000;
    private const int RowBytes = 60 + (4 * Protocol.LongestName);

    public static ImmutableArray<RowPart> Cut(RowRecord record)
    {
        var cuts = new List<ImmutableArray<Core.Ledger.Contribution>>();
        var (from, bytes) = (0, 0);
        for (var i = 0; i < record.Contributions.Length; i++)
        {
            var row = RowBytes + record.Contributions[i].Reads.Length;
            if (bytes + row > Room)
            {
                cuts.Add(record.Contributions[from..i]);
                (from, bytes) = (i, 0);
            }

            bytes += row;
        }

        cuts.Add(record.Contributions[from..]);
        return [.. cuts.Select((cut, i) => new RowPart(record with { Contributions = cut }, i, cuts.Count))];
    }
}

/// <summary>Puts the parts of one sender's newest record together. A part that comes twice counts once, and parts of two rounds,
/// or of two requests, are never one record.</summary>
/// <typeparam name="T">What tells a request from the others.</typeparam>
public sealed class RowAssembly<T>
    where T : notnull
{
    private readonly Dictionary<CoordinatorId, (T Request, RowPart?[] Parts)> _known = [];

    /// <summary>The whole record once its last part is there; null before.</summary>
    public RowRecord? Add(CoordinatorId from, T request, RowPart part)
    {
        if (!_known.TryGetValue(from, out var known) || !known.Request.Equals(request) || known.Parts.Length != part.Pieces
            || known.Parts.Any(p => p is not null && p.Record.Row != part.Record.Row))
        {
            _known[from] = known = (request, new RowPart?[part.Pieces]);
        }

        known.Parts[part.Piece] = part;
        if (known.Parts.Any(p => p is null))
        {
            return null;
        }

        _known.Remove(from);
        return part.Record with { Contributions = [.. known.Parts.SelectMany(p => p!.Record.Contributions)] };
    }
}
