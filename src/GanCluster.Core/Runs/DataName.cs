namespace GanCluster.Core.Runs;

/// <summary>What <c>data</c> may call a data set.</summary>
public static class DataName
{
    private const int Longest = 64;

    /// <summary>A folder's name and no path, whether it comes from a file, the command line or another node.</summary>
    public static bool IsPlain(string name) => name.Length is > 0 and <= Longest && name[0] != '.'
        && name.AsSpan().IndexOfAny(@"/\:") < 0 && !name.Any(char.IsControl);

    /// <summary>For a person; what <c>--data</c> brings has no name.</summary>
    public static string Shown(string name) => name.Length == 0 ? "--data" : $"data {name}";
}
