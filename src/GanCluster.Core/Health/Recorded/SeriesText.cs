using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace GanCluster.Core.Health.Recorded;

/// <summary>
/// A recorded series as a small JSON file: what the run was, the names of what was measured, and a line a check: its step and the
/// values in the names' order, to six digits; null is no number, and <c>"-"</c> was not measured.
/// </summary>
public static class SeriesText
{
    private const string Missing = "-";

    public static string Of(RecordedSeries series)
    {
        var names = series.Checks.SelectMany(check => check.Values.Keys).Distinct().Order(StringComparer.Ordinal).ToList();
        return new StringBuilder()
            .Append("{\n")
            .Append(CultureInfo.InvariantCulture, $"\"run\": {Json(series.Run)}, \"data\": {Json(series.Data)}, \"seed\": {series.Seed}, ")
            .Append(CultureInfo.InvariantCulture, $"\"fault\": {Json(series.Fault)}, ")
            .Append(CultureInfo.InvariantCulture, $"\"fault_step\": {series.FaultStep?.ToString(CultureInfo.InvariantCulture) ?? "null"},\n")
            .Append(CultureInfo.InvariantCulture, $"\"names\": [{string.Join(", ", names.Select(Json))}],\n\"checks\": [\n")
            .AppendJoin(",\n", series.Checks.Select(check => string.Create(
                CultureInfo.InvariantCulture, $"[{check.Step}, {string.Join(", ", names.Select(name => Value(check, name)))}]")))
            .Append("\n]}\n")
            .ToString();
    }

    /// <param name="where">What errors call it.</param>
    /// <exception cref="UserInputException">It is no series.</exception>
    public static RecordedSeries Parse(string text, string where)
    {
        try
        {
            var json = JsonNode.Parse(text)!;
            var names = json["names"]!.AsArray().Select(name => (string)name!).ToList();
            return new RecordedSeries(
                (string)json["run"]!, (string)json["data"]!, (ulong)json["seed"]!, (string)json["fault"]!, (long?)json["fault_step"],
                [.. json["checks"]!.AsArray().Select(row => Check(row!.AsArray(), names))]);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException or NullReferenceException
            or ArgumentException)
        {
            throw new UserInputException(
                $"'{where}' is no recorded series ({e.Message.Split('\n')[0]}): "
                    + "give a file of `bench health --record`, or a run's folder",
                e);
        }
    }

    private static HealthCheck Check(JsonArray row, List<string> names) => HealthCheck.Of(
        (long)row[0]!,
        [
            .. names.Select((name, i) => (Name: name, Value: row[i + 1]))
                .Where(one => one.Value?.GetValueKind() != JsonValueKind.String)
                .Select(one => (one.Name, one.Value is null ? double.NaN : (double)one.Value)),
        ]);

    private static string Value(HealthCheck check, string name) =>
        !check.Values.TryGetValue(name, out var value) ? Json(Missing)
        : double.IsFinite(value) ? value.ToString("G6", CultureInfo.InvariantCulture)
        : "null";

    private static string Json(string text) => JsonSerializer.Serialize(text);
}
