namespace GanCluster.Core.Runs;

/// <summary>The command line's <c>--set key=value</c>.</summary>
public static class RunSettings
{
    /// <summary>Applies the settings in order, so that a later one wins; values are checked as in a file.</summary>
    /// <exception cref="UserInputException">Not <c>key=value</c>, an unknown key, or a value it doesn't take.</exception>
    public static RunConfiguration Apply(RunConfiguration configuration, IEnumerable<string> settings, OwnNames own)
    {
        var keys = RunKeys.With(own);
        return settings.Aggregate(configuration, (before, setting) => Apply(before, setting, keys));
    }

    private static RunConfiguration Apply(RunConfiguration configuration, string setting, RunKeys keys)
    {
        var source = "--set " + RunValue.OneLine(setting);
        var at = setting.IndexOf('=', StringComparison.Ordinal);
        if (at <= 0)
        {
            throw new UserInputException($"{source}: write it as key=value, as in --set batch=64");
        }

        var key = RunValue.Key(keys, setting[..at].Trim(), source);
        var value = setting[(at + 1)..].Trim();
        return key.With(configuration, value) ?? throw RunValue.Refused(key.Path, value, key.Takes, source);
    }
}
