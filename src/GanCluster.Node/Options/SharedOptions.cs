using System.CommandLine;
using System.Globalization;
using GanCluster.Core.Noise;
using GanCluster.Node.Devices;

namespace GanCluster.Node.Options;

/// <summary>Options and arguments that several commands take.</summary>
internal static class SharedOptions
{
    private const long Most = 1_000_000_000_000;

    internal static Argument<string> Run() =>
        new("RUN") { Description = "A name from cluster-config/runs, or a .json file." };

    internal static Option<long?> Steps(string description) => OptionOf.Whole("--steps", "S", description, 1, Most);

    internal static Option<long?> Images(string description) => OptionOf.Whole("--images", "N", description, 1, Most);

    internal static Option<ulong?> Seed(string description) =>
        OptionOf.Whole("--seed", "n", description, ulong.MinValue, ulong.MaxValue);

    internal static Option<int?> Nodes() => OptionOf.Whole(
        "--nodes", "N", "Worker nodes, each a process here beside a coordinator; 0: all in this process.", 0, 256, 2);

    internal static Option<int?> WorkersPerNode() =>
        OptionOf.Whole("--workers-per-node", "W", "Workers, each on a thread of its own.", 1, 256, 1);

    internal static Option<DeviceChoice?> Devices(string otherwise)
    {
        var option = OptionOf.Text(
            "--devices",
            "LIST",
            "A worker each: cpu:2 is two on the processor, cuda:0,cuda:1 one on each of two GPUs; auto: all GPUs, else as many on "
            + $"the processor as fit. {otherwise}",
            DeviceChoice.Takes,
            DeviceChoice.Parse);
        option.Arity = ArgumentArity.ExactlyOne;
        return option;
    }

    /// <summary>Whether it was given, and not left to its default.</summary>
    internal static bool IsGiven(this ParseResult parsed, Option option) => parsed.GetResult(option) is { Implicit: false };

    /// <summary>Absolute, for it is handed on to other processes.</summary>
    internal static Option<string?> Data(string description) => OptionOf.Text(
        "--data", "PATH", description, "a path", path => string.IsNullOrWhiteSpace(path) ? null : Path.GetFullPath(path));

    internal static Option<string[]> Set() => new("--set")
    {
        HelpName = "key=value",
        Description = "Change a key of the configuration, nested by dots; may be repeated.",
    };

    internal static Option<HttpChoice?> Http(string otherwise) => OptionOf.Text(
        "--http",
        "PORT",
        $"Serve page and /metrics on PORT of loopback, on ADDRESS:PORT, or not: off. {otherwise}",
        "a port, an ADDRESS:PORT, or off",
        HttpChoice.Parse);

    internal static Option<long?> Version() =>
        OptionOf.Whole("--step", "S", "The version of step S, of those that are kept. Otherwise the newest.", 0, Most);

    internal static Option<double?> Truncation() => OptionOf.Real(
        "--truncation",
        "T",
        "Draw latents again until each value is within T: likelier images, less of a variety.",
        string.Create(CultureInfo.InvariantCulture, $"a number of {TruncatedNormals.LeastBound} or more"),
        value => double.IsFinite(value) && value >= TruncatedNormals.LeastBound);

    internal static Option<bool> Json(string description) => new("--json") { Description = description };

    internal static void AtMostOne(Command command, params Option[] options) => command.Validators.Add(result =>
    {
        var given = options.Where(option => result.GetResult(option) is { Implicit: false })
            .Select(option => option.Name).ToList();
        if (given.Count > 1)
        {
            result.AddError($"{string.Join(" and ", given)} exclude each other; give one");
        }
    });

    /// <summary>The options make no sense without <paramref name="other"/>.</summary>
    internal static void OnlyWith(Command command, Option other, params Option[] options) => command.Validators.Add(result =>
    {
        if (result.GetResult(other) is null && Array.Find(options, o => result.GetResult(o) is not null) is { } given)
        {
            result.AddError($"{given.Name} is given without {other.Name}; give that as well");
        }
    });
}
