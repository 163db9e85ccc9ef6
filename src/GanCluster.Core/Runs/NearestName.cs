namespace GanCluster.Core.Runs;

/// <summary>What somebody who mistyped a name most likely meant: for the fix at the end of an error line.</summary>
public static class NearestName
{
    /// <summary>
    /// The known name with the fewest single-letter edits (Levenshtein, ignoring case); what
    /// follows a name's last dot or dash counts as one edit from it, so that <c>beta1</c> means <c>optimizer.beta1</c>.
    /// </summary>
    /// <exception cref="InvalidOperationException"><paramref name="known"/> is empty.</exception>
    public static string Of(string name, IEnumerable<string> known) =>
        known.MinBy(candidate => Math.Min(Distance(name, candidate), 1 + Distance(name, Leaf(candidate))))
            ?? throw new InvalidOperationException("There is no known name to choose from.");

    /// <summary>The known name with the fewest edits if they are at most a third of its letters; null: none was meant.</summary>
    public static string? Likely(string name, IEnumerable<string> known) =>
        known.Where(candidate => 3 * Distance(name, candidate) <= candidate.Length).MinBy(candidate => Distance(name, candidate));

    private static string Leaf(string path) => path[(path.LastIndexOfAny(['.', '-']) + 1)..];

    private static int Distance(string a, string b)
    {
        var row = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var same = char.ToLowerInvariant(a[i - 1]) == char.ToLowerInvariant(b[j - 1]);
                var replaced = diagonal + (same ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(replaced, 1 + Math.Min(row[j], row[j - 1]));
            }
        }

        return row[b.Length];
    }
}
