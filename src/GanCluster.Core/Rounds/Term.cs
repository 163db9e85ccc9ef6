namespace GanCluster.Core.Rounds;

/// <summary>
/// A term is an office, and a move in it: a coordinator takes office by the grant of a majority, and raises its term by one at
/// each move of the run to another version. Terms are ordered by office first, so that nothing a coordinator does in its office
/// reaches into a later one. Office 0 is that of a run's first coordinator where there is only one: its terms are 1, 2 and so on.
/// </summary>
public static class Term
{
    private const long Moves = 1L << 20;

    /// <summary>The office's first term.</summary>
    public static long Of(long office) => office == 0 ? 1 : office * Moves;

    public static long OfficeOf(long term) => term / Moves;

    /// <summary>The first term of the term's office.</summary>
    public static long BeginOf(long term) => Of(OfficeOf(term));

    internal static (long Office, long Move) PartsOf(long term) => (OfficeOf(term), term % Moves);

    /// <summary>For people: the office, and the moves in it if there were any.</summary>
    public static string Text(long term) => PartsOf(term) switch
    {
        (0, var move) => $"{move}",
        (var office, 0) => $"{office}",
        var (office, move) => $"{office}.{move}",
    };
}
