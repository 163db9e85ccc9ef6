using System.Collections.Frozen;
using System.Reflection;

namespace GanCluster.Telemetry.Page;

/// <summary>The page's own files, which the assembly carries.</summary>
internal static class Assets
{
    private const string Prefix = "GanCluster.Telemetry.Page.Assets.";

    private static readonly Assembly Own = typeof(Assets).Assembly;

    private static readonly FrozenDictionary<string, byte[]> Files = Own.GetManifestResourceNames()
        .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal))
        .ToFrozenDictionary(name => name[Prefix.Length..], Read, StringComparer.Ordinal);

    /// <summary>What the script fills; hidden until it does.</summary>
    internal static string Live { get; } = System.Text.Encoding.UTF8.GetString(Files["live.html"]);

    /// <returns>Null: there is none of that name.</returns>
    internal static (byte[] Content, string Type)? Find(string name) => Files.TryGetValue(name, out var content)
        ? Path.GetExtension(name) switch
        {
            ".js" => (content, "text/javascript; charset=utf-8"),
            ".svg" => (content, "image/svg+xml"),
            ".css" => (content, "text/css; charset=utf-8"),
            _ => null,
        }
        : null;

    private static byte[] Read(string name)
    {
        using var stream = Own.GetManifestResourceStream(name)!;
        var content = new byte[stream.Length];
        stream.ReadExactly(content);
        return content;
    }
}
