using System.Text.Json;

namespace GanCluster.Core.Runs;

/// <summary>
/// Reads a run's file. A <c>description</c> at its top says what the run is for and is no part of the configuration.
/// </summary>
public static class RunConfigurationReader
{
    private static readonly JsonDocumentOptions Lenient = new()
    {
        AllowTrailingCommas = true,
        CommentHandling = JsonCommentHandling.Skip,
    };

    /// <summary>
    /// Keys that the text leaves out keep their defaults. Each value is checked by itself; how they fit together is for
    /// <see cref="RunConfigurationRules.Validate"/>, once all settings are in.
    /// </summary>
    /// <param name="json">The text; comments and trailing commas are allowed, a nested key may be dotted.</param>
    /// <param name="source">The file's name, which begins every error.</param>
    /// <param name="own">What <c>family</c>, <c>data</c> and <c>objective</c> take beside the built-in names.</param>
    /// <exception cref="UserInputException">
    /// Not JSON; an unknown, repeated or missing key; a value that a key doesn't take.
    /// </exception>
    public static RunConfiguration Parse(string json, string source, OwnNames own)
    {
        try
        {
            using var document = JsonDocument.Parse(json, Lenient);
            if (document.RootElement.ValueKind != JsonValueKind.Object)
            {
                throw new UserInputException($"{source}: the file must hold one object: {{ \"family\": ..., \"data\": ... }}");
            }

            var reading = new Reading(RunKeys.With(own), source, new HashSet<string>(StringComparer.Ordinal));
            var configuration = Section(new RunConfiguration { Family = "", Data = "" }, document.RootElement, "", reading);
            return reading.Keys.All.FirstOrDefault(key => !key.Accepts(configuration)) is { } missing
                ? throw new UserInputException($"{source}: '{missing.Path}' is missing; it takes {missing.Takes}")
                : configuration;
        }
        catch (JsonException e)
        {
            var what = e.Message.Split(" LineNumber:", 2)[0].Split(" Path:", 2)[0];
            throw new UserInputException($"{source}: line {e.LineNumber + 1}, column {e.BytePositionInLine + 1}: {what}", e);
        }
        catch (InvalidOperationException e)
        {
            // An escaped lone surrogate passes the parser and fails when it is read as text.
            throw new UserInputException($"{source}: a text holds half of a surrogate pair; remove that \\ud... escape", e);
        }
    }

    private static RunConfiguration Section(
        RunConfiguration configuration, JsonElement section, string prefix, Reading reading)
    {
        foreach (var property in section.EnumerateObject())
        {
            var path = prefix + property.Name;
            if (!reading.Seen.Add(path))
            {
                throw new UserInputException($"{reading.Source}: '{RunValue.OneLine(path)}' is given twice; keep one");
            }

            configuration = Property(configuration, property.Value, path, reading);
        }

        return configuration;
    }

    private static RunConfiguration Property(
        RunConfiguration configuration, JsonElement value, string path, Reading reading)
    {
        if (path is "description")
        {
            return value.ValueKind == JsonValueKind.String
                ? configuration
                : throw RunValue.Refused(path, value.GetRawText(), "a text", reading.Source);
        }

        if (value.ValueKind == JsonValueKind.Object && reading.Keys.Below(path).Count > 0)
        {
            return Section(configuration, value, path + ".", reading);
        }

        var key = RunValue.Key(reading.Keys, path, reading.Source);
        var text = value.ValueKind switch
        {
            JsonValueKind.String when key.IsText => value.GetString()!,
            JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False when !key.IsText => value.GetRawText(),
            _ => null,
        };
        return (text is null ? null : key.With(configuration, text))
            ?? throw RunValue.Refused(key.Path, value.GetRawText(), key.Takes, reading.Source);
    }

    /// <param name="Seen">Paths that were given already.</param>
    private sealed record Reading(RunKeys Keys, string Source, HashSet<string> Seen);
}
