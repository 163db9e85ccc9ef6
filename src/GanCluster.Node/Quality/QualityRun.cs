using GanCluster.Core;

namespace GanCluster.Node.Quality;

/// <summary>One training of the quality bench.</summary>
/// <param name="Name">Of its figures and files.</param>
/// <param name="Run">Of cluster-config/runs.</param>
/// <param name="Images">Real images, after which it is measured.</param>
/// <param name="Folder">Below the bench's own. One that another entry trained before is gone on with.</param>
/// <param name="Truncation">Of the latents that it is measured with; null: none.</param>
internal sealed record QualityRun(
    string Name, string Run, long Images, string Folder, IReadOnlyList<string> Settings, double? Truncation = null)
{
    internal const string Vanilla = "fashion-vanilla";
    internal const string VanillaWhole = "fashion-vanilla-whole";
    internal const string Dcgan = "fashion-dcgan";
    internal const string Cgan = "fashion-cgan";
    internal const string CganTruncated = "fashion-cgan-truncated";
    internal const string Lapgan = "fashion-lapgan";
    internal const string Pretrained = "fashion-srgan-pretrained";
    internal const string Srgan = "fashion-srgan";

    /// <summary>A quarter of the work an image.</summary>
    private static readonly string[] Narrow = ["network.width=32"];

    private static readonly string[] Upscaling = ["horizon=200000", "superResolution.pretrain=0.4", "network.width=32"];

    /// <summary>In the order in which they are trained.</summary>
    internal static IReadOnlyList<QualityRun> All { get; } =
    [
        new(Vanilla, Vanilla, 120_000, Vanilla, []),
        new(VanillaWhole, Vanilla, 1_200_000, Vanilla, []),
        new(Dcgan, Dcgan, 120_000, Dcgan, []),
        new(Cgan, Cgan, 600_000, Cgan, Narrow),
        new(CganTruncated, Cgan, 600_000, Cgan, Narrow, Truncation: 1.25),
        new(Lapgan, Lapgan, 300_000, Lapgan, []),
        new(Pretrained, Srgan, 80_000, Srgan, Upscaling),
        new(Srgan, Srgan, 112_320, Srgan, Upscaling),
    ];

    /// <exception cref="UserInputException">The bench has no such run.</exception>
    internal static QualityRun Find(string name) => All.FirstOrDefault(run => run.Name == name)
        ?? throw new UserInputException(
            $"--only is '{name}'; the quality bench has {string.Join(", ", All.Select(run => run.Name))}: give one of them");
}
