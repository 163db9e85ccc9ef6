using System.Collections.Immutable;

namespace GanCluster.Training.Networks;

/// <summary>The built-in families by their names.</summary>
internal static class Families
{
    internal static ImmutableDictionary<string, IFamily> BuiltIn { get; } = ImmutableDictionary.CreateRange<string, IFamily>(
        StringComparer.Ordinal,
        [
            new("mixture", new PointPerceptrons()),
            new("vanilla", new ImagePerceptrons()),
            new("dcgan", new Dcgan()),
            new("r3gan", new R3Gan()),
            new("lapgan", new Lapgan()),
            new("srgan", new Srgan()),
        ]);
}
