using System.Text.Json;
using GanCluster.Core;

namespace GanCluster.Node.Quality;

/// <summary>What decides figures: equal ones are the same figures, whoever computes them.</summary>
/// <param name="Count">Images that are measured.</param>
internal sealed record QualityQuestion(
    string Run, long Images, IReadOnlyList<string> Settings, double? Truncation, ulong Seed, int Count);

/// <summary>What was measured of one run: NAME.json in the bench's folder, so that a bench that was stopped goes on.</summary>
/// <param name="Seconds">That its images took, at the summary's pace.</param>
/// <param name="Metrics">By name.</param>
internal sealed record QualityFigures(
    QualityQuestion Question, string WeightsSha256, double Seconds, IReadOnlyDictionary<string, double> Metrics)
{
    private static readonly JsonSerializerOptions Format = new()
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
    };

    /// <returns>Null if there are none yet.</returns>
    /// <exception cref="UserInputException">They answer another question, or the file is damaged.</exception>
    internal static QualityFigures? Read(string path, QualityQuestion question)
    {
        if (!File.Exists(path))
        {
            return null;
        }

        try
        {
            var figures = JsonSerializer.Deserialize<QualityFigures>(File.ReadAllText(path), Format);
            return Text(figures?.Question) == Text(question) ? figures : throw new UserInputException(
                $"'{path}' holds the figures of another run than is asked for: give another --out, or remove the file");
        }
        catch (JsonException e)
        {
            throw new UserInputException($"'{path}' holds no figures: remove it, and they are measured again", e);
        }
    }

    /// <summary>Whole or not at all.</summary>
    internal void Write(string path)
    {
        var partial = path + ".partial";
        File.WriteAllText(partial, JsonSerializer.Serialize(this, Format) + "\n");
        File.Move(partial, path, overwrite: true);
    }

    private static string Text(QualityQuestion? question) => JsonSerializer.Serialize(question, Format);
}
