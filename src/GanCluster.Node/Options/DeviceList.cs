using System.Globalization;

namespace GanCluster.Node.Options;

/// <summary>The value of <c>--devices</c>: <c>cpu:N</c> is N workers on the processor, <c>cuda:I</c> one on GPU I.</summary>
internal static class DeviceList
{
    private const int MostWorkers = 256;
    private const int MostGpus = 64;

    /// <returns>A device for each worker, as in <c>cpu, cpu, cuda:0</c>. Null if the text is no such list.</returns>
    internal static IReadOnlyList<string>? Parse(string text)
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
