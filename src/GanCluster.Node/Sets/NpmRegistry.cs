namespace GanCluster.Node.Sets;

/// <summary>The registry that npm would ask: by the environment, the user's .npmrc, npm's own, or everybody's.</summary>
internal static class NpmRegistry
{
    private const string Everybodys = "https://registry.npmjs.org/";

    /// <param name="variable">Of the environment; null where it is not set.</param>
    /// <returns>Ends with a slash.</returns>
    internal static Uri Address(Func<string, string?> variable)
    {
        var given = Setting(variable, "registry")
            ?? Files(variable).Select(file => Registry(file, variable)).FirstOrDefault(registry => registry is not null);
        return Usable(given) ?? new Uri(Everybodys);
    }

    /// <summary>npm takes its settings from variables in either case.</summary>
    private static string? Setting(Func<string, string?> variable, string name)
    {
        var given = variable("npm_config_" + name) ?? variable("NPM_CONFIG_" + name.ToUpperInvariant());
        return string.IsNullOrWhiteSpace(given) ? null : given.Trim();
    }

    /// <summary>Where npm looks, the strongest first.</summary>
    private static IEnumerable<string> Files(Func<string, string?> variable)
    {
        yield return Setting(variable, "userconfig") ?? Path.Combine(variable("HOME") ?? variable("USERPROFILE") ?? "", ".npmrc");
        if (Setting(variable, "globalconfig") is { } global)
        {
            yield return global;
            yield break;
        }

        foreach (var prefix in new[] { Setting(variable, "prefix") ?? variable("PREFIX"), "/usr", "/usr/local", "/" })
        {
            if (!string.IsNullOrEmpty(prefix))
            {
                yield return Path.Combine(prefix, "etc", "npmrc");
            }
        }
    }

    private static string? Registry(string file, Func<string, string?> variable)
    {
        try
        {
            var pairs = File.ReadLines(file)
                .Select(line => line.Split('=', 2, StringSplitOptions.TrimEntries))
                .Where(pair => pair is ["registry", { Length: > 0 }]);
            return pairs.LastOrDefault() is [_, var value] ? Filled(value.Trim('"', '\''), variable) : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>With <c>${NAME}</c> as the environment has it.</summary>
    private static string Filled(string value, Func<string, string?> variable)
    {
        var (from, filled) = (0, value);
        while (filled.IndexOf("${", from, StringComparison.Ordinal) is >= 0 and var at
            && filled.IndexOf('}', at) is > 0 and var end)
        {
            var put = variable(filled[(at + 2)..end]) ?? "";
            filled = filled[..at] + put + filled[(end + 1)..];
            from = at + put.Length;
        }

        return filled;
    }

    private static Uri? Usable(string? address) =>
        Uri.TryCreate(address?.TrimEnd('/') + "/", UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" ? uri : null;
}
