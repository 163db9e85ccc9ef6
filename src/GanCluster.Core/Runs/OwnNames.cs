using System.Collections.Immutable;

namespace GanCluster.Core.Runs;

/// <summary>
/// The names that a program gives to families, data and objectives of its own, which <c>family</c>, <c>data</c> and
/// <c>objective</c> then take beside the built-in ones.
/// </summary>
/// <param name="Families">In ordinal order.</param>
/// <param name="Data">In ordinal order.</param>
/// <param name="Objectives">In ordinal order.</param>
/// <param name="Misfit">What keeps a configuration with a family or data of one's own from being trained, and the fix, in one
/// line; null if nothing does.</param>
public sealed record OwnNames(
    ImmutableSortedSet<string> Families,
    ImmutableSortedSet<string> Data,
    ImmutableSortedSet<string> Objectives,
    Func<RunConfiguration, string?> Misfit)
{
    private static readonly ImmutableSortedSet<string> Nobody = ImmutableSortedSet.Create<string>(StringComparer.Ordinal);

    /// <summary>The built-in names alone.</summary>
    public static OwnNames None { get; } = new(Nobody, Nobody, Nobody, _ => null);

    /// <exception cref="ArgumentException">The name is empty, or is another family's.</exception>
    public OwnNames WithFamily(string name) => this with { Families = Added(Families, "family", BuiltInNames.Families, name) };

    /// <exception cref="ArgumentException">The name is empty, or is that of other data.</exception>
    public OwnNames WithData(string name) =>
        this with { Data = Added(Data, "data", BuiltInNames.Data, name) };

    /// <exception cref="ArgumentException">The name is empty, or is another objective's.</exception>
    public OwnNames WithObjective(string name) =>
        this with { Objectives = Added(Objectives, "objective", BuiltInNames.Objectives, name) };

    internal bool AreIn(RunConfiguration c) => Families.Contains(c.Family) || Data.Contains(c.Data);

    private static ImmutableSortedSet<string> Added(
        ImmutableSortedSet<string> own, string key, IReadOnlyList<string> builtIn, string name)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        return own.Contains(name) || builtIn.Contains(name, StringComparer.Ordinal)
            ? throw new ArgumentException($"there is a {key} '{name}' already: choose another name", nameof(name))
            : own.Add(name);
    }
}
