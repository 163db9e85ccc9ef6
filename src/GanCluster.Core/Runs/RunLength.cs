namespace GanCluster.Core.Runs;

/// <summary>Steps and images of a run; <c>images</c> are the real images that D saw.</summary>
public static class RunLength
{
    public static long ImagesPerStep(RunConfiguration configuration) =>
        (long)configuration.Replicas * configuration.Batch * configuration.DSteps;

    /// <summary>The whole run: steps until the horizon is reached.</summary>
    public static long Steps(RunConfiguration configuration) => StepsFor(configuration, configuration.Horizon);

    /// <summary>The fewest steps after which at least so many images have been seen.</summary>
    public static long StepsFor(RunConfiguration configuration, long images)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(images);
        var (whole, rest) = Math.DivRem(images, ImagesPerStep(configuration));
        return whole + (rest > 0 ? 1 : 0);
    }

    /// <summary>Steps at the start in which an SRGAN's generator learns by squared error alone; 0 for other families.</summary>
    public static long PretrainSteps(RunConfiguration configuration) => configuration.Family == "srgan"
        ? StepsFor(configuration, (long)Math.Ceiling(configuration.Horizon * configuration.SuperResolution.Pretrain))
        : 0;

    /// <summary>Steps at the start in which gradients are combined though <c>sync</c> is <c>parameters</c>; 0 where it is not.</summary>
    public static long StepsBeforeLocal(RunConfiguration configuration) => configuration.Sync == SyncMode.Parameters
        ? StepsFor(configuration, (long)Math.Ceiling(configuration.Horizon * configuration.LocalFrom))
        : 0;

    public static long ImagesAfter(RunConfiguration configuration, long steps) => steps * ImagesPerStep(configuration);
}
