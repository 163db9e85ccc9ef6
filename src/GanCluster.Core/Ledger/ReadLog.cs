namespace GanCluster.Core.Ledger;

/// <summary>
/// What a data reader really read, in order and without loss: the positions as runs of runs, so that a replica's regular
/// round is one tuple, and a digest over the indices. It takes a few nanoseconds a sample.
/// </summary>
public sealed class ReadLog
{
    private readonly List<ReadRuns> _closed = [];
    private IndexDigest _digest;
    private ReadRuns _open;
    private long _runStart;
    private long _runLength;

    public long Count { get; private set; }

    /// <summary>The first position read, or 0 when none was.</summary>
    public long First { get; private set; }

    /// <summary>Over the indices in the order read.</summary>
    public ulong Digest => _digest.Value;

    /// <summary>The positions and their order, for text that <see cref="Encode"/> wrote.</summary>
    /// <exception cref="FormatException">The text is no such text.</exception>
    public static IEnumerable<long> Decode(string text) => DecodeRuns(text).SelectMany(runs => runs.Positions());

    /// <exception cref="FormatException">The text is no such text.</exception>
    public static IReadOnlyList<ReadRuns> DecodeRuns(string text) =>
        text.Length == 0 ? [] : [.. text.Split(';').Select(runs => ReadRuns.Parse(runs))];

    public void Add(long position, long index)
    {
        _digest.Add(index);
        if (Count++ == 0)
        {
            First = position;
            _runStart = position;
        }

        if (position == _runStart + _runLength)
        {
            _runLength++;
            return;
        }

        CloseRun();
        _runStart = position;
        _runLength = 1;
    }

    /// <summary>Such as "128:32+64x20;1500:7": see <see cref="ReadRuns"/>.</summary>
    public string Encode()
    {
        if (Count == 0)
        {
            return "";
        }

        var runs = Extended(out var last) ? [last] : new[] { _open, new ReadRuns(_runStart, _runLength, 0, 1) };
        return string.Join(';', _closed.Concat(runs));
    }

    private void CloseRun()
    {
        if (Extended(out var extended))
        {
            _open = extended;
            return;
        }

        _closed.Add(_open);
        _open = new ReadRuns(_runStart, _runLength, 0, 1);
    }

    /// <summary>The open tuple with the present run as one more, if it continues the tuple.</summary>
    private bool Extended(out ReadRuns extended)
    {
        extended = _open.Count switch
        {
            0 => new ReadRuns(_runStart, _runLength, 0, 1),
            1 => _open with { Stride = _runStart - _open.First, Count = 2 },
            _ => _open with { Count = _open.Count + 1 },
        };
        return _open.Count == 0
            || (_runLength == _open.Run && _runStart == extended.First + (extended.Stride * (extended.Count - 1)));
    }
}
