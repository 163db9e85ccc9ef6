namespace GanCluster.Core.Runs;

/// <summary>What <c>family</c> and <c>data</c> take wherever GanCluster runs.</summary>
internal static class BuiltInNames
{
    internal static readonly string[] Families = ["mixture", "vanilla", "dcgan", "r3gan", "lapgan", "srgan"];
    internal static readonly string[] Images = ["fashion-mnist", "mnist"];
    internal static readonly string[] Mixtures = ["ring8", "grid25", "gaussians100"];
    internal static readonly string[] Data = [.. Images, .. Mixtures];
}
