namespace GanCluster.Core.Runs;

/// <summary>The error lines that a file and a setting share.</summary>
internal static class RunValue
{
    private const int LongestShown = 60;

    internal static RunKey Key(RunKeys keys, string path, string source)
    {
        if (keys.Find(path) is { } key)
        {
            return key;
        }

        var below = keys.Below(path);
        var nearest = NearestName.Of(path, keys.All.Select(known => known.Path));
        throw new UserInputException(below.Count > 0
            ? $"{source}: '{path}' is a group of keys, not a value; its keys are {string.Join(", ", below)}"
            : $"{source}: unknown key '{OneLine(path)}'; the nearest is '{nearest}'");
    }

    internal static UserInputException Refused(string path, string value, string takes, string source) =>
        new($"{source}: '{path}' is {(value.Length == 0 ? "empty" : OneLine(value))}; it takes {takes}");

    /// <summary>What was given may span lines or be long; an error is one line.</summary>
    internal static string OneLine(string text)
    {
        var line = string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return line.Length <= LongestShown ? line : line[..LongestShown] + "...";
    }
}
