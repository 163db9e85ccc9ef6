using Rules = System.Collections.Concurrent.ConcurrentDictionary<
    string, System.Func<GanCluster.Core.Runs.RunConfiguration, string?>>;

namespace GanCluster.Core.Runs;

/// <summary>
/// The names that a program gives to families and data of its own, which <c>family</c> and <c>data</c> then take beside the
/// built-in ones. For the whole process: they are added before a configuration is read.
/// </summary>
public static class OwnNames
{
    private static readonly Rules FamilyRules = new(StringComparer.Ordinal);
    private static readonly Rules DataRules = new(StringComparer.Ordinal);

    internal static IEnumerable<string> Families => FamilyRules.Keys.Order(StringComparer.Ordinal);

    internal static IEnumerable<string> Data => DataRules.Keys.Order(StringComparer.Ordinal);

    /// <param name="misfit">What keeps a configuration of this family from being trained, and the fix, in one line; null if
    /// nothing does.</param>
    /// <exception cref="ArgumentException">The name is empty, or is another family's.</exception>
    public static void AddFamily(string name, Func<RunConfiguration, string?> misfit) =>
        Add(FamilyRules, "family", RunKeys.Families, name, misfit);

    /// <inheritdoc cref="AddFamily"/>
    public static void AddData(string name, Func<RunConfiguration, string?> misfit) =>
        Add(DataRules, "data", [.. RunKeys.Images, .. RunKeys.Mixtures], name, misfit);

    internal static bool IsFamily(string name) => FamilyRules.ContainsKey(name);

    internal static bool IsData(string name) => DataRules.ContainsKey(name);

    /// <summary>What the rules of the configuration's own family and data say; null where both are built in.</summary>
    internal static string? Misfit(RunConfiguration c) =>
        FamilyRules.GetValueOrDefault(c.Family)?.Invoke(c) ?? DataRules.GetValueOrDefault(c.Data)?.Invoke(c);

    private static void Add(
        Rules rules, string key, IReadOnlyList<string> builtIn, string name, Func<RunConfiguration, string?> misfit)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        if (builtIn.Contains(name, StringComparer.Ordinal) || !rules.TryAdd(name, misfit))
        {
            throw new ArgumentException($"there is a {key} '{name}' already: choose another name", nameof(name));
        }
    }
}
