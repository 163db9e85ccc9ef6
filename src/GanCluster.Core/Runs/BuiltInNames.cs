namespace GanCluster.Core.Runs;

/// <summary>What <c>family</c>, <c>data</c> and <c>objective</c> take wherever GanCluster runs.</summary>
internal static class BuiltInNames
{
    internal static readonly string[] Families = ["mixture", "vanilla", "dcgan", "r3gan", "lapgan", "srgan"];

    /// <summary>The families whose samples are images.</summary>
    internal static readonly string[] OfImages = [.. Families.Where(family => family is not "mixture")];

    internal const string StackedMnist = "stacked-mnist";
    internal static readonly string[] Images = ["fashion-mnist", "mnist", StackedMnist];
    internal static readonly string[] Mixtures = ["ring8", "grid25", "gaussians100"];
    internal static readonly string[] Data = [.. Images, .. Mixtures];
    internal static readonly string[] Objectives =
        ["non-saturating", "minimax", "least-squares", "wasserstein", "hinge", "relativistic"];

    internal static int ModesOf(string mixture) => mixture switch
    {
        "ring8" => 8,
        "grid25" => 25,
        "gaussians100" => 100,
        _ => throw new ArgumentException($"there is no mixture '{mixture}'", nameof(mixture)),
    };
}
