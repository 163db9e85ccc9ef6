using GanCluster.Core.Noise;

namespace GanCluster.Core.Runs;

/// <summary>
/// What roll-backs change of how a run computes. A run's course is how many of them it has made, and every version belongs to one:
/// a step is a pure function of (version, seed, course, step, replica).
/// </summary>
/// <param name="NoiseSeed">In place of the run's seed, for all that is drawn in training but the samples.</param>
/// <param name="RateFactor">Of both learning rates.</param>
public readonly record struct CourseTerms(ulong NoiseSeed, double RateFactor)
{
    /// <summary>Of course 0 they are the configuration's own.</summary>
    public static CourseTerms Of(RunConfiguration configuration, int course)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(course);
        var rate = 1.0;
        for (var made = 0; made < course; made++)
        {
            rate *= configuration.Health.Rate;
        }

        return new CourseTerms(course == 0 || configuration.Health.Noise == "same" ? configuration.Seed : Seed(configuration, course), rate);
    }

    private static ulong Seed(RunConfiguration configuration, int course)
    {
        var words = Philox.Block(configuration.Seed, NoiseStream.Of(NoisePurpose.Course), (ulong)course);
        return ((ulong)words.W1 << 32) | words.W0;
    }
}
