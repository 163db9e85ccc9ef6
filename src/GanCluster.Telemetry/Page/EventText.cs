using System.Text;

namespace GanCluster.Telemetry.Page;

/// <summary>Server-sent events, as the HTML standard's chapter 9.2 has them.</summary>
internal static class EventText
{
    /// <summary>How long a browser waits before it connects again.</summary>
    internal static readonly byte[] Opening = "retry: 2000\n\n"u8.ToArray();

    /// <summary>A comment, which no script sees.</summary>
    internal static readonly byte[] KeepAlive = ": still here\n\n"u8.ToArray();

    /// <param name="data">JSON on one line.</param>
    internal static byte[] Of(string name, ReadOnlySpan<byte> data) =>
        [.. Encoding.UTF8.GetBytes($"event: {name}\ndata: "), .. data, .. "\n\n"u8];
}
