using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using GanCluster.Core.Health;

namespace GanCluster.Node.Journal;

/// <summary>What the run's health showed or decided, as text in run.db.</summary>
internal static class EntryText
{
    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new JsonStringEnumConverter() },
    };

    internal static string Of(HealthEntry entry, ImmutableArray<Measured> measures) => JsonSerializer.Serialize(
        entry switch
        {
            HealthEntry.Judged judged => new Kept(judged.Check, measures, RolledBack: null),
            HealthEntry.RolledBack back => new Kept(Check: null, Measures: null, back),
            _ => throw new InvalidOperationException($"no text for {entry}"),
        },
        Options);

    internal static (HealthEntry Entry, ImmutableArray<Measured> Measures) Read(string text)
    {
        var kept = JsonSerializer.Deserialize<Kept>(text, Options)!;
        return kept.Check is { } check
            ? (new HealthEntry.Judged(check), kept.Measures ?? [])
            : (kept.RolledBack!, []);
    }

    private sealed record Kept(JudgedCheck? Check, ImmutableArray<Measured>? Measures, HealthEntry.RolledBack? RolledBack);
}
