using System.Globalization;

namespace GanCluster.Core.Ledger;

/// <summary>
/// Positions in the order read: Count runs of Run consecutive positions, whose starts are Stride apart.
/// As text "first:run", or "first:run+stridexcount" for more than one run.
/// </summary>
public readonly record struct ReadRuns(long First, long Run, long Stride, long Count)
{
    /// <summary>The form that <see cref="ReadLog"/> gives the same positions: adjacent runs are one.</summary>
    public static ReadRuns Regular(long first, long run, long stride, long count)
    {
        if (stride == run)
        {
            return new ReadRuns(first, run * count, 0, 1);
        }

        return new ReadRuns(first, run, count == 1 ? 0 : stride, count);
    }

    /// <exception cref="FormatException">The text is not of this form, or counts what no reader could have read.</exception>
    public static ReadRuns Parse(ReadOnlySpan<char> text)
    {
        var colon = text.IndexOf(':');
        var plus = text.IndexOf('+');
        var times = text.IndexOf('x');
        if (colon < 0 || plus < 0 != times < 0 || (plus >= 0 && (plus < colon || times < plus)))
        {
            throw new FormatException($"'{text}' is not first:run or first:run+stridexcount");
        }

        var runs = plus < 0
            ? new ReadRuns(Number(text[..colon]), Number(text[(colon + 1)..]), 0, 1)
            : new ReadRuns(
                Number(text[..colon]),
                Number(text[(colon + 1)..plus]),
                Number(text[(plus + 1)..times]),
                Number(text[(times + 1)..]));
        if (runs.First < 0 || runs.Run < 1 || runs.Count < 1 || !runs.Fits())
        {
            throw new FormatException($"'{text}' counts what no reader could have read");
        }

        return runs;
    }

    public IEnumerable<long> Positions()
    {
        for (var i = 0L; i < Count; i++)
        {
            var start = First + (i * Stride);
            for (var position = start; position < start + Run; position++)
            {
                yield return position;
            }
        }
    }

    public override string ToString() => Count == 1 ? $"{First}:{Run}" : $"{First}:{Run}+{Stride}x{Count}";

    private static long Number(ReadOnlySpan<char> text) =>
        long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw new FormatException($"'{text}' is no whole number");

    private bool Fits()
    {
        var lastStart = First + ((Int128)Stride * (Count - 1));
        return lastStart >= 0 && lastStart + Run <= long.MaxValue && First + (Int128)Run <= long.MaxValue
            && (Int128)Run * Count <= long.MaxValue;
    }
}
