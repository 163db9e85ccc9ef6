using System.Globalization;
using System.Text.Json;
using GanCluster.Core;

namespace GanCluster.Node.Runs;

/// <summary>Which folder a run goes into: <c>runs/0001-ring8-seed1</c> and so on, unless <c>--out</c> says another.</summary>
/// <param name="parent">The folder <c>runs</c>; need not exist.</param>
internal sealed class RunFolders(string parent)
{
    /// <summary>The numbered folders that hold a run, oldest first.</summary>
    internal IReadOnlyList<string> All =>
    [
        .. Numbered().Where(entry => RunFolder.HoldsRun(entry.Path)).OrderBy(entry => entry.Number).Select(entry => entry.Path),
    ];

    /// <param name="given">The user's <c>--out</c>.</param>
    /// <exception cref="UserInputException">The folder holds a run already, or can't be used.</exception>
    internal RunFolder Create(string? given, string run, ulong seed)
    {
        if (given is not null && RunFolder.HoldsRun(given))
        {
            throw new UserInputException($"'{given}' holds a run already; give --resume to go on with it, or another --out");
        }

        return RunFolder.Open(given ?? Path.Combine(parent, NextName(run, seed)));
    }

    /// <param name="given">The user's <c>--out</c>; without it, the newest unfinished folder of the run.</param>
    /// <param name="seed">The user's <c>--seed</c>; without it, a folder of any seed.</param>
    /// <exception cref="UserInputException">There is nothing to resume, or the folder can't be used.</exception>
    internal RunFolder Resume(string? given, string run, ulong? seed)
    {
        if (given is not null && !RunFolder.HoldsRun(given))
        {
            throw new UserInputException($"'{given}' holds no run to resume; leave --resume out to start one there");
        }

        return RunFolder.Open(given
            ?? All.LastOrDefault(path => IsOf(path, run, seed) && !IsFinished(path))
            ?? throw new UserInputException(
                $"no unfinished run of '{run}'{(seed is null ? "" : $" with seed {seed}")} under '{parent}'; "
                + "give its folder with --out, or leave --resume out to start one"));
    }

    /// <summary>A summary that tells fewer images than its configuration's horizon is a run that was stopped early.</summary>
    internal static bool IsFinished(string path)
    {
        try
        {
            using var summary = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(path, "summary.json")));
            var root = summary.RootElement;
            return root.GetProperty("images").GetInt64() >= root.GetProperty("configuration").GetProperty("horizon").GetInt64();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException
            or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            return false;
        }
    }

    private string NextName(string run, ulong seed)
    {
        var number = Numbered().Select(entry => entry.Number).DefaultIfEmpty(0).Max() + 1;
        return string.Create(CultureInfo.InvariantCulture, $"{number:D4}-{run}-seed{seed}");
    }

    private static bool IsOf(string path, string run, ulong? seed)
    {
        var afterNumber = Path.GetFileName(path).Split('-', 2)[1];
        var start = run + "-seed";
        return afterNumber.StartsWith(start, StringComparison.Ordinal)
            && ulong.TryParse(afterNumber.AsSpan(start.Length), CultureInfo.InvariantCulture, out var its)
            && (seed is null || its == seed);
    }

    private IEnumerable<(int Number, string Path)> Numbered() =>
        !Directory.Exists(parent)
            ? []
            : Directory.EnumerateDirectories(parent)
                .Select(path => (Parts: Path.GetFileName(path).Split('-', 2), path))
                .Where(entry => entry.Parts.Length == 2 && int.TryParse(entry.Parts[0], NumberStyles.None, null, out _))
                .Select(entry => (int.Parse(entry.Parts[0], CultureInfo.InvariantCulture), entry.path));
}
