using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using GanCluster.Node.Runs;

namespace GanCluster.Node.Training;

/// <summary>What a run ends with on the output, for a person and for scripts that read its lines.</summary>
internal static class RunReport
{
    /// <summary>A path that is named is there: a run that was stopped before its first commit has neither samples nor a
    /// checkpoint.</summary>
    internal static string Text(string run, string folder, JsonObject summary)
    {
        var step = summary["steps"]!.GetValue<long>();
        var text = new StringBuilder()
            .Append(CultureInfo.InvariantCulture, $"{run}: {step} steps, {summary["images"]} images, ")
            .Append(CultureInfo.InvariantCulture, $"{summary["images_per_s"]} images/s");
        foreach (var metric in summary["metrics"]!.AsArray())
        {
            Line($"  {metric!["name"]} {metric["value"]} (floor {metric["floor"]})");
        }

        if (summary["weights_sha256"]!.GetValue<string>() is { Length: > 0 } weights)
        {
            Line($"weights_sha256  {weights}");
        }

        if (RunFiles.Grid(folder, step) is var grid && File.Exists(grid))
        {
            Line($"samples         {grid}");
        }

        if (RunFiles.Checkpoint(folder, step) is var checkpoint && Directory.Exists(checkpoint))
        {
            Line($"checkpoint      {checkpoint}");
        }

        return Line($"summary         {RunFiles.Summary(folder)}").ToString();

        StringBuilder Line(string line) => text.AppendLine().Append(line);
    }
}
