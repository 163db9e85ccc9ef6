namespace GanCluster.Core.Runs;

/// <summary>The one list of a run's keys; reading, setting, writing, comparing and validating all walk it.</summary>
internal sealed class RunKeys
{
    internal static readonly string[] Images = ["fashion-mnist", "mnist"];
    internal static readonly string[] Mixtures = ["ring8", "grid25", "gaussians100"];
    internal static readonly string[] Families = ["mixture", "vanilla", "dcgan", "r3gan", "lapgan", "srgan"];

    private static readonly string[] Objectives =
        ["non-saturating", "minimax", "least-squares", "wasserstein", "hinge", "relativistic"];

    private static readonly string[] Augmentations =
    [
        "none", "color", "translation", "cutout", "color,translation", "color,cutout", "translation,cutout",
        "color,translation,cutout",
    ];

    // Positions stay far inside 2^63, and a mistyped exponent is caught.
    private const long MostImages = 1_000_000_000_000;

    private RunKeys(OwnNames own) =>
        All = [.. Run(own).Concat(Parts()).OrderBy(key => key.Path, StringComparer.Ordinal)];

    /// <summary>Without any own names: enough where no value is read.</summary>
    internal static RunKeys BuiltIn { get; } = new(OwnNames.None);

    /// <summary>In ordinal order of their paths.</summary>
    internal IReadOnlyList<RunKey> All { get; }

    internal static RunKeys With(OwnNames own) => own == OwnNames.None ? BuiltIn : new(own);

    internal RunKey? Find(string path) =>
        All.FirstOrDefault(key => string.Equals(key.Path, path, StringComparison.Ordinal));

    /// <summary>The paths below a section such as <c>optimizer</c>; none when there is no such section.</summary>
    internal IReadOnlyList<string> Below(string section) =>
        [.. All.Select(key => key.Path).Where(path => path.StartsWith(section + ".", StringComparison.Ordinal))];

    private static IEnumerable<RunKey> Run(OwnNames own) =>
    [
        RunKey.Choice(
            "family",
            [.. Families, .. own.Families],
            c => c.Family,
            (c, value) => c with { Family = value }),
        RunKey.Name(
            "data",
            $"one of {string.Join(", ", [.. Images, .. Mixtures, .. own.Data])}, "
                + "or the plain name of a folder of your own",
            DataName.IsPlain,
            c => c.Data,
            (c, value) => c with { Data = value }),
        RunKey.Whole("replicas", 1, 4096, c => c.Replicas, (c, value) => c with { Replicas = value }),
        RunKey.Whole("batch", 1, 65536, c => c.Batch, (c, value) => c with { Batch = value }),
        RunKey.Choice("sync", ["gradients", "parameters"], SyncText, (c, value) => c with { Sync = ParseSync(value) }),
        RunKey.Whole("syncEvery", 1, 1_000_000, c => c.SyncEvery, (c, value) => c with { SyncEvery = value }),
        RunKey.Choice(
            "precision",
            ["fp32"],
            c => c.Precision,
            (c, value) => c with { Precision = value },
            "fp32 (the only precision that is built today; bf16 isn't yet)"),
        RunKey.Whole("horizon", 1, MostImages, c => c.Horizon, (c, value) => c with { Horizon = value }),
        RunKey.Whole("seed", ulong.MinValue, ulong.MaxValue, c => c.Seed, (c, value) => c with { Seed = value }),
        RunKey.Whole("dSteps", 1, 1000, c => c.DSteps, (c, value) => c with { DSteps = value }),
        RunKey.Choice("objective", Objectives, c => c.Objective, (c, value) => c with { Objective = value }),
        RunKey.Whole("spectralNorm", 0, 100, c => c.SpectralNorm, (c, value) => c with { SpectralNorm = value }),
        RunKey.Whole("packing", 1, 64, c => c.Packing, (c, value) => c with { Packing = value }),
        RunKey.Choice(
            "diffAugment",
            Augmentations,
            c => c.DiffAugment,
            (c, value) => c with { DiffAugment = value },
            "none, or some of color,translation,cutout in this order"),
        RunKey.Choice(
            "conditioning",
            ["none", "concatenation", "projection"],
            c => c.Conditioning,
            (c, value) => c with { Conditioning = value }),
        RunKey.Whole("classes", 2, 1000, c => c.Classes, (c, value) => c with { Classes = value }),
        RunKey.Whole("evaluateEvery", 0, MostImages, c => c.EvaluateEvery, (c, value) => c with { EvaluateEvery = value }),
        RunKey.Whole("checkpointEvery", 0, MostImages, c => c.CheckpointEvery, (c, value) => c with { CheckpointEvery = value }),
        RunKey.Choice("cpu", ["native", "avx2"], c => c.Cpu, (c, value) => c with { Cpu = value }),
    ];

    private static IEnumerable<RunKey> Parts() =>
    [
        Penalty("r1", RealRange.NotNegative, p => p.R1, (p, value) => p with { R1 = value }),
        Penalty("r2", RealRange.NotNegative, p => p.R2, (p, value) => p with { R2 = value }),
        Penalty("gradient", RealRange.NotNegative, p => p.Gradient, (p, value) => p with { Gradient = value }),
        Penalty("final", RealRange.Share, p => p.Final, (p, value) => p with { Final = value }),
        Penalty("span", RealRange.Share, p => p.Span, (p, value) => p with { Span = value }),
        Optimizer("g", RealRange.AboveZero, o => o.G, (o, value) => o with { G = value }),
        Optimizer("d", RealRange.AboveZero, o => o.D, (o, value) => o with { D = value }),
        Optimizer("beta1", RealRange.BelowOne, o => o.Beta1, (o, value) => o with { Beta1 = value }),
        Optimizer("beta2", RealRange.BelowOne, o => o.Beta2, (o, value) => o with { Beta2 = value }),
        Optimizer("epsilon", RealRange.AboveZero, o => o.Epsilon, (o, value) => o with { Epsilon = value }),
        Optimizer("final", RealRange.Share, o => o.Final, (o, value) => o with { Final = value }),
        Ema("halfLife", RealRange.AboveZero, e => e.HalfLife, (e, value) => e with { HalfLife = value }),
        Ema("ramp", RealRange.ShareOrZero, e => e.Ramp, (e, value) => e with { Ramp = value }),
        RunKey.Whole(
            "latent.size",
            1,
            65536,
            c => c.Latent.Size,
            (c, value) => c with { Latent = c.Latent with { Size = value } }),
        RunKey.Choice(
            "latent.distribution",
            ["normal", "truncated", "uniform"],
            c => c.Latent.Distribution,
            (c, value) => c with { Latent = c.Latent with { Distribution = value } }),
        RunKey.Real(
            "latent.truncation",
            RealRange.Truncation,
            c => c.Latent.Truncation,
            (c, value) => c with { Latent = c.Latent with { Truncation = value } }),
        Network("width", 1, 8192, n => n.Width, (n, value) => n with { Width = value }),
        Network("depth", 1, 64, n => n.Depth, (n, value) => n with { Depth = value }),
        Network("bands", 0, 64, n => n.Bands, (n, value) => n with { Bands = value }),
        RunKey.Choice(
            "network.norm",
            ["batch", "none"],
            c => c.Network.Norm,
            (c, value) => c with { Network = c.Network with { Norm = value } }),
        SuperResolution("pretrain", RealRange.ShareOrZero, s => s.Pretrain, (s, value) => s with { Pretrain = value }),
        SuperResolution("pixel", RealRange.NotNegative, s => s.Pixel, (s, value) => s with { Pixel = value }),
        SuperResolution("feature", RealRange.NotNegative, s => s.Feature, (s, value) => s with { Feature = value }),
        SuperResolution("adversarial", RealRange.NotNegative, s => s.Adversarial, (s, value) => s with { Adversarial = value }),
    ];

    private static RunKey Penalty(
        string name,
        RealRange range,
        Func<PenaltyOptions, double> get,
        Func<PenaltyOptions, double, PenaltyOptions> with) =>
        RunKey.Real(
            "penalties." + name,
            range,
            c => get(c.Penalties),
            (c, value) => c with { Penalties = with(c.Penalties, value) });

    private static RunKey Optimizer(
        string name,
        RealRange range,
        Func<OptimizerOptions, double> get,
        Func<OptimizerOptions, double, OptimizerOptions> with) =>
        RunKey.Real(
            "optimizer." + name,
            range,
            c => get(c.Optimizer),
            (c, value) => c with { Optimizer = with(c.Optimizer, value) });

    private static RunKey Ema(
        string name,
        RealRange range,
        Func<EmaOptions, double> get,
        Func<EmaOptions, double, EmaOptions> with) =>
        RunKey.Real("ema." + name, range, c => get(c.Ema), (c, value) => c with { Ema = with(c.Ema, value) });

    private static RunKey Network(
        string name,
        int from,
        int to,
        Func<NetworkOptions, int> get,
        Func<NetworkOptions, int, NetworkOptions> with) =>
        RunKey.Whole(
            "network." + name,
            from,
            to,
            c => get(c.Network),
            (c, value) => c with { Network = with(c.Network, value) });

    private static RunKey SuperResolution(
        string name,
        RealRange range,
        Func<SuperResolutionOptions, double> get,
        Func<SuperResolutionOptions, double, SuperResolutionOptions> with) =>
        RunKey.Real(
            "superResolution." + name,
            range,
            c => get(c.SuperResolution),
            (c, value) => c with { SuperResolution = with(c.SuperResolution, value) });

    private static string SyncText(RunConfiguration c) => c.Sync == SyncMode.Parameters ? "parameters" : "gradients";

    private static SyncMode ParseSync(string text) =>
        string.Equals(text, "parameters", StringComparison.Ordinal) ? SyncMode.Parameters : SyncMode.Gradients;
}
