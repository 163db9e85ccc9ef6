using System.Globalization;
using GanCluster.Core;

namespace GanCluster.Node.Options;

/// <summary>Where a node serves its page and /metrics: <c>off</c>, <c>PORT</c> on loopback, or <c>ADDRESS:PORT</c>.</summary>
/// <param name="Port">0: any free one.</param>
internal sealed record HttpChoice(string Host, int Port, bool IsOff = false)
{
    internal const string Loopback = "127.0.0.1";

    internal static readonly HttpChoice Off = new(Loopback, 0, IsOff: true);

    /// <returns>Null if it is none of the three.</returns>
    internal static HttpChoice? Parse(string text)
    {
        if (text == "off")
        {
            return Off;
        }

        if (ushort.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port))
        {
            return new HttpChoice(Loopback, port);
        }

        // Endpoint takes no port 0, which here means any free one.
        return text.EndsWith(":0", StringComparison.Ordinal)
            ? Endpoint.Parse(text + "1") is { } any ? new HttpChoice(any.Host, 0) : null
            : Endpoint.Parse(text) is { } at ? new HttpChoice(at.Host, at.Port) : null;
    }

    public override string ToString() => IsOff ? "off" : new Endpoint(Host, Port).ToString();
}
