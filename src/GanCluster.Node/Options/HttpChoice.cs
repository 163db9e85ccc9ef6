using System.Globalization;
using GanCluster.Core;

namespace GanCluster.Node.Options;

/// <summary>Where a node serves its page and /metrics: <c>off</c>, <c>PORT</c> on loopback, or <c>ADDRESS:PORT</c>.</summary>
/// <param name="At">Port 0: any free one; null: nowhere.</param>
internal sealed record HttpChoice(Endpoint? At)
{
    internal const string Loopback = "127.0.0.1";

    internal static readonly HttpChoice Off = new(At: null);

    /// <returns>Null if it is none of the three.</returns>
    internal static HttpChoice? Parse(string text)
    {
        if (text == "off")
        {
            return Off;
        }

        if (ushort.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port))
        {
            return new HttpChoice(new Endpoint(Loopback, port));
        }

        // Endpoint takes no port 0, which here means any free one.
        var at = text.EndsWith(":0", StringComparison.Ordinal) && Endpoint.Parse(text + "1") is { } any
            ? any with { Port = 0 }
            : Endpoint.Parse(text);
        return at is null ? null : new HttpChoice(at);
    }

    public override string ToString() => At?.ToString() ?? "off";
}
