using GanCluster.Core.Runs;

namespace GanCluster.Training.Optimization;

/// <summary>What changes over the horizon: pure functions of the images that D has seen.</summary>
public sealed class Schedules(RunConfiguration configuration)
{
    /// <summary>Real images of one step over all replicas.</summary>
    public long ImagesPerStep { get; } = (long)configuration.Replicas * configuration.Batch * configuration.DSteps;

    /// <summary>The factor of both learning rates at a step.</summary>
    public double LearningRate(long step) => Cosine(Progress(step), configuration.Optimizer.Final);

    /// <summary>The factor of all penalties' weights at a step.</summary>
    public double Gamma(long step) => Cosine(Progress(step) / configuration.Penalties.Span, configuration.Penalties.Final);

    /// <summary>
    /// The share of the EMA that <paramref name="steps"/> steps ending at <paramref name="end"/> keep: 0.5^(images / half-life),
    /// where the half-life is at most the ramp's share of the images seen before (Karras et al., 2020, appendix B).
    /// </summary>
    public double EmaKept(long end, int steps)
    {
        var ema = configuration.Ema;
        var seen = (double)(end - steps) * ImagesPerStep;
        var halfLife = ema.Ramp > 0 ? Math.Min(ema.HalfLife, ema.Ramp * seen) : ema.HalfLife;
        return halfLife <= 0 ? 0 : Math.Pow(0.5, steps * ImagesPerStep / halfLife);
    }

    private double Progress(long step) => (double)step * ImagesPerStep / configuration.Horizon;

    /// <summary>From 1 at 0 by half a cosine to <paramref name="final"/> at 1, and there it stays.</summary>
    private static double Cosine(double progress, double final) =>
        final + ((1 - final) * 0.5 * (1 + Math.Cos(Math.PI * Math.Min(1, progress))));
}
