namespace GanCluster.Node.Options;

/// <summary>What a run is and where it goes, whoever computes it.</summary>
/// <param name="Run">A name from cluster-config/runs, or a file.</param>
/// <param name="Steps">
/// At most one of this, <paramref name="Seconds"/> and <paramref name="Images"/> is given; none: the horizon.
/// </param>
/// <param name="Seed">Stands in for the configuration's.</param>
/// <param name="Settings"><c>key=value</c>, unchecked, in the order given.</param>
/// <param name="Http">Of the page and /metrics; null: not given.</param>
internal sealed record RunOptions(
    string Run,
    long? Steps,
    double? Seconds,
    long? Images,
    ulong? Seed,
    string? Out,
    bool Resume,
    IReadOnlyList<string> Settings,
    bool Json,
    HttpChoice? Http = null);

/// <param name="Nodes">0: everything in this process.</param>
internal sealed record TrainOptions(RunOptions Run, int Nodes, int WorkersPerNode);

/// <param name="Run">The folder of a run.</param>
/// <param name="Out">A PNG grid.</param>
/// <param name="Npy">The images as a NumPy array.</param>
/// <param name="Gif">A walk from image to image.</param>
/// <param name="Label">Of all images; null: every label in turn.</param>
/// <param name="Truncation">Null: latents as the run's configuration says.</param>
/// <param name="First">The first image's number.</param>
/// <param name="Step">The version; null: the newest that is kept.</param>
internal sealed record SampleOptions(
    string Run,
    int Count,
    ulong Seed,
    string? Out,
    string? Npy,
    string? Gif = null,
    int? Label = null,
    double? Truncation = null,
    int First = 0,
    long? Step = null);

/// <param name="Run">The folder of a run; null: <paramref name="Images"/>, an .npy file.</param>
/// <param name="Count">Null: 10,000, or what the file holds if that is less.</param>
/// <param name="Data">Null: the run's own data set, or fashion-mnist.</param>
/// <param name="Out">A PNG grid of the first images.</param>
/// <param name="Truncation">Null: latents as the run's configuration says.</param>
/// <param name="Step">The version; null: the newest that is kept.</param>
internal sealed record EvaluateOptions(
    string? Run,
    string? Images,
    int? Count,
    ulong Seed,
    string? Data,
    string? Out,
    bool Json,
    double? Truncation = null,
    long? Step = null);

internal sealed record DoctorOptions(bool Json);

internal sealed record RunsOptions(bool Json);

/// <param name="Run">The folder of a run; null: the newest under ./runs.</param>
internal sealed record StatusOptions(string? Run, bool Json);

/// <param name="Run">The folder of a run.</param>
/// <param name="Count">Test images in the files.</param>
/// <param name="Out">A PNG: low, bicubic, upscaled and real side by side.</param>
/// <param name="Npy">The upscaled images as a NumPy array.</param>
/// <param name="File">An image of the user's instead of the test images.</param>
internal sealed record UpscaleOptions(string Run, int Count, string? Out, string? Npy, UpscaledFile? File = null);

/// <param name="From">A PNG or JPEG.</param>
/// <param name="To">A PNG.</param>
internal sealed record UpscaledFile(string From, string To);

/// <param name="Run">The folder of a run; null: the newest under ./runs that is running.</param>
internal sealed record StopOptions(string? Run);

/// <param name="Run">A name from cluster-config/runs, or a file.</param>
internal sealed record BenchTrainOptions(
    string Run,
    int Nodes,
    int WorkersPerNode,
    long? Steps,
    ulong? Seed,
    IReadOnlyList<string> Settings,
    bool Json,
    HttpChoice? Http = null);

/// <param name="Images">Of every run; null: each one's own.</param>
/// <param name="Count">Images that are measured.</param>
/// <param name="Only">The runs; none: all.</param>
internal sealed record BenchQualityOptions(
    string Out, IReadOnlyList<string> Only, long? Images, int Count, ulong Seed, int Workers);

internal sealed record DemoOptions(double? Seconds, string? Out);

/// <param name="Seeds">How many cases.</param>
/// <param name="Workers">The most workers of a case.</param>
/// <param name="Seed">Replays the case of this seed alone.</param>
internal sealed record SimulateOptions(int Seeds, int Workers, ulong? Seed, bool Json);
