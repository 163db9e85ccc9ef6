using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace GanCluster.Core.Runs;

/// <summary>A value that two configurations disagree on, as it would be written after <c>--set</c>.</summary>
public sealed record RunDifference(string Key, string First, string Second);

/// <summary>Whether two configurations are the same run.</summary>
public static class RunIdentity
{
    /// <summary>
    /// Every key, defaults included, nested and in ordinal order, without white space; numbers read back to the same bits. A key
    /// that came after runs had been kept (<c>shards.classes</c>) is left out at 0, so that their hashes are what they were.
    /// <see cref="RunConfigurationReader.Parse"/> gives the configuration back.
    /// </summary>
    public static string CanonicalJson(RunConfiguration configuration)
    {
        var json = new StringBuilder("{");
        var section = "";
        foreach (var key in RunKeys.BuiltIn.All.Where(key => !key.IsLeftOut(configuration)))
        {
            var dot = key.Path.IndexOf('.', StringComparison.Ordinal);
            var into = key.Path[..Math.Max(dot, 0)];
            if (!string.Equals(into, section, StringComparison.Ordinal))
            {
                json.Append(section.Length > 0 ? "}" : "").Append(Comma(json)).Append(into.Length > 0 ? $"\"{into}\":{{" : "");
                section = into;
            }

            var text = key.Text(configuration);
            json.Append(Comma(json)).Append('"').Append(key.Path.AsSpan(dot + 1)).Append("\":")
                .Append(key.IsText ? $"\"{JsonEncodedText.Encode(text)}\"" : text);
        }

        return json.Append(section.Length > 0 ? "}}" : "}").ToString();
    }

    /// <summary>SHA-256 of <see cref="CanonicalJson"/> in UTF-8, lower-case hexadecimal.</summary>
    public static string ConfigurationHash(RunConfiguration configuration) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(CanonicalJson(configuration))));

    public static IReadOnlyList<RunDifference> Differences(RunConfiguration first, RunConfiguration second) =>
    [
        .. RunKeys.BuiltIn.All
            .Select(key => new RunDifference(key.Path, key.Text(first), key.Text(second)))
            .Where(pair => !string.Equals(pair.First, pair.Second, StringComparison.Ordinal)),
    ];

    private static string Comma(StringBuilder json) => json[^1] is '{' or ',' ? "" : ",";
}
