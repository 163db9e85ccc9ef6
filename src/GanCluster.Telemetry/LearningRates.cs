namespace GanCluster.Telemetry;

/// <summary>Of both networks.</summary>
public readonly record struct LearningRates(double D, double G)
{
    public static readonly LearningRates Unknown = new(double.NaN, double.NaN);

    /// <summary>As a course has them.</summary>
    public LearningRates Times(double factor) => new(D * factor, G * factor);
}
