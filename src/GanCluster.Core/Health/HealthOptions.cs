namespace GanCluster.Core.Health;

/// <summary>
/// Where trouble begins. No tool that we know of ships such an alarm, so there are no published thresholds: those of collapse hold
/// what the literature reports apart (VEEGAN and PacGAN for modes and reverse KL, StyleGAN for recall), and were tuned by
/// <c>bench health</c> on recorded runs of other seeds than those that they are measured by; those of losses are the usual ones for
/// outliers.
/// </summary>
public sealed record HealthOptions
{
    public static HealthOptions Default { get; } = new();

    /// <summary>Sound checks that a running median is over.</summary>
    public int Window { get; init; } = 9;

    /// <summary>Sound checks before a fall or a rise can be told from a beginning.</summary>
    public int LeastChecks { get; init; } = 3;

    /// <summary>The share of high-quality points from which on a check counts as usual, where it is measured: a young run's few
    /// good points hit now these modes and now those.</summary>
    public double LeastQuality { get; init; } = 0.05;

    /// <summary>A part of the best running median of modes, recall, coverage or high-quality share. More than that lost is a sign of
    /// collapse.</summary>
    public double Fall { get; init; } = 0.3;

    /// <summary>Modes that must be gone as well, for of two modes one comes and goes in a young run.</summary>
    public double LeastModes { get; init; } = 2;

    /// <summary>What recall or coverage must have lost as well, for near 0 a part of it is noise: three deviations of one of a
    /// seventh, of 512 images.</summary>
    public double LeastShare { get; init; } = 0.05;

    /// <summary>What the high-quality share must have lost as well: five deviations of one of a tenth, of 2,500 points.</summary>
    public double LeastQualityLost { get; init; } = 0.03;

    /// <summary>Times its best running median. A reverse KL above that is a sign of collapse.</summary>
    public double ReverseKlFactor { get; init; } = 5;

    /// <summary>In nats. Below it no reverse KL is a sign: a tenth of the modes missing is -ln 0.9 = 0.105, and the noise of 2,500
    /// points is (modes - 1) / 5,000.</summary>
    public double ReverseKlFloor { get; init; } = 0.1;

    /// <summary>Of its running median. A pairwise distance between samples below that is a sign of collapse.</summary>
    public double DiversityRatio { get; init; } = 0.5;

    /// <summary>Checks running with a sign of collapse that make an alarm of a suspicion.</summary>
    public int CollapseChecks { get; init; } = 3;

    /// <summary>Checks running without any sign that clear.</summary>
    public int ClearChecks { get; init; } = 2;

    /// <summary>Median absolute deviations above the window's median, in magnitude, from which on a loss or score explodes.</summary>
    public double ExplosionDeviations { get; init; } = 6;

    /// <summary>Times the window's median that it must exceed as well, for a quiet window's deviations are tiny.</summary>
    public double ExplosionFactor { get; init; } = 10;

    /// <summary>The magnitude that it must exceed as well: a critic's raw scores grow from 0 to some units.</summary>
    public double ExplosionFloor { get; init; } = 10;

    /// <summary>Checks running with a sign of explosion that make a suspicion.</summary>
    public int ExplosionChecks { get; init; } = 3;
}
