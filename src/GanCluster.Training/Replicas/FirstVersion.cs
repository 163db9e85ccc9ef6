using GanCluster.Core;
using GanCluster.Core.Hashing;
using GanCluster.Core.Workers;
using GanCluster.Training.Checkpoints;
using GanCluster.Training.Devices;
using GanCluster.Training.Networks;
using static TorchSharp.torch;

namespace GanCluster.Training.Replicas;

/// <summary>A run's version 0, where it does not follow from the configuration: made once, on the first node, and sent to the
/// others.</summary>
public static class FirstVersion
{
    /// <summary>Of a program's own modules as their constructors leave them.</summary>
    /// <param name="family">The configuration's.</param>
    public static VersionSnapshot Of(Family family) => With(family, version => version.Snapshot(step: 0));

    /// <summary>With the weights of another run: G and its EMA are that run's EMA, D is its D, moments are zero.</summary>
    /// <param name="family">The configuration's.</param>
    /// <param name="tensors">Of the other run's checkpoint.</param>
    /// <param name="where">What errors call it.</param>
    /// <exception cref="UserInputException">A weight is on one side alone, or has another shape: the first is named.</exception>
    public static VersionSnapshot Of(Family family, IReadOnlyList<NamedTensor> tensors, string where)
    {
        var (first, theirs) = (Of(family), tensors.ToDictionary(t => t.Name, StringComparer.Ordinal));
        var names = first.Tensors.Select(t => t.Name).ToHashSet(StringComparer.Ordinal);
        if (tensors.FirstOrDefault(t => IsWeight(t.Name) && !names.Contains(t.Name)) is { } foreign)
        {
            throw Misfit($"{foreign.Name} of shape {Text(foreign.Shape)}, which this run's networks lack");
        }

        return first with { Tensors = [.. first.Tensors.Select(t => IsWeight(t.Name) ? Taken(t) : t)] };

        VersionTensor Taken(VersionTensor ours)
        {
            var name = SourceOf(ours.Name, names);
            return !theirs.TryGetValue(name, out var tensor)
                ? throw Misfit($"no {name} of shape {Text(ours.Shape)}, which this run's networks have")
                : !ours.Shape.AsSpan().SequenceEqual(tensor.Shape)
                ? throw Misfit($"{name} of shape {Text(tensor.Shape)}, and this run's networks one of {Text(ours.Shape)}")
                : ours with { Values = tensor.Values };
        }

        UserInputException Misfit(string what) => new($"'{where}' has {what}: give a run of the same networks");
    }

    /// <summary>As replicas hash it.</summary>
    public static Hash128 HashOf(Family family, VersionSnapshot first) => With(family, version =>
    {
        version.Load(first);
        return version.Hash();
    });

    private static bool IsWeight(string name) => name.Split('.')[0] is "g" or "d" or "ema";

    /// <summary>What G never changes is kept beside G alone.</summary>
    private static string SourceOf(string name, HashSet<string> names) =>
        name.StartsWith("g.", StringComparison.Ordinal) && $"ema{name[1..]}" is var averaged && names.Contains(averaged)
            ? averaged
            : name;

    private static string Text(IEnumerable<long> shape) => $"[{string.Join(", ", shape)}]";

    private static T With<T>(Family family, Func<Version, T> use)
    {
        var (g, d) = family.First(CPU);
        using var ownerG = g;
        using var ownerD = d;
        using var version = Version.First(g, d, family.Parts, HostMemory.Instance);
        return use(version);
    }
}
