using System.Collections.Concurrent;
using GanCluster.Core.Runs;

namespace GanCluster.Training.Networks;

/// <summary>The families by their names, a program's own ones among them.</summary>
public static class Families
{
    private static readonly ConcurrentDictionary<string, IFamily> Known = new(StringComparer.Ordinal)
    {
        ["mixture"] = new PointPerceptrons(),
        ["vanilla"] = new ImagePerceptrons(),
        ["dcgan"] = new Dcgan(),
        ["r3gan"] = new R3Gan(),
        ["lapgan"] = new Lapgan(),
        ["srgan"] = new Srgan(),
    };

    /// <summary>For the whole process, before a configuration is read.</summary>
    /// <exception cref="ArgumentException">The name is empty or another family's, or no sample can have the family's
    /// shape.</exception>
    public static void Add(string name, IFamily family)
    {
        SampleShape.Check(family.Shape, name);
        OwnNames.AddFamily(name, OwnRules.Misfit);
        Known[name] = family;
    }

    internal static IFamily Of(RunConfiguration configuration) => Known.TryGetValue(configuration.Family, out var family)
        ? family
        : throw new InvalidOperationException($"no family '{configuration.Family}'");
}
