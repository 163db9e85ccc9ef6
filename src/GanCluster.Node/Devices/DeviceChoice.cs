using System.Globalization;

namespace GanCluster.Node.Devices;

/// <summary>The value of <c>--devices</c>: <c>cpu:N</c> is N workers on the processor, <c>cuda:I</c> one on GPU I.</summary>
/// <param name="Named">A device for each worker, as in <c>cpu, cpu, cuda:0</c>; null: <c>auto</c>.</param>
internal sealed record DeviceChoice(IReadOnlyList<string>? Named)
{
    internal const string Takes = "a list as cpu:2 or cuda:0,cuda:1 of at most 256 workers, each GPU once, or auto";

    internal static readonly DeviceChoice Processor = new(["cpu"]);

    private const int MostWorkers = 256;
    private const int MostGpus = 64;

    /// <returns>Null if the text is neither.</returns>
    internal static DeviceChoice? Parse(string text) =>
        text == "auto" ? new DeviceChoice(Named: null) : List(text) is { } named ? new DeviceChoice(named) : null;

    /// <summary>A list that is parsed to the same devices.</summary>
    internal static string Text(IReadOnlyList<string> devices) => string.Join(
        ',',
        devices.Count(device => device == "cpu") is > 0 and var processors
            ? [$"cpu:{processors}", .. devices.Where(device => device != "cpu")]
            : devices);

    private static List<string>? List(string text)
    {
        var devices = new List<string>();
        foreach (var part in text.Split(','))
        {
            var (kind, number) = part.Split(':') switch
            {
                [var name, var digits] when int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var n) =>
                    (name, n),
                ["cpu"] => ("cpu", 1),
                _ => ("", 0),
            };
            switch (kind)
            {
                case "cpu" when number is > 0 and <= MostWorkers:
                    devices.AddRange(Enumerable.Repeat("cpu", number));
                    break;
                case "cuda" when number < MostGpus && !devices.Contains($"cuda:{number}"):
                    devices.Add($"cuda:{number}");
                    break;
                default:
                    return null;
            }
        }

        return devices.Count <= MostWorkers ? devices : null;
    }
}
