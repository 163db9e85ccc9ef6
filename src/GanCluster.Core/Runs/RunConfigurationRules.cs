namespace GanCluster.Core.Runs;

/// <summary>What a configuration must satisfy before anything starts.</summary>
public static class RunConfigurationRules
{
    /// <exception cref="UserInputException">A value is out of its range, or two of them don't go together.</exception>
    public static void Validate(RunConfiguration configuration, OwnNames own)
    {
        if (RunKeys.With(own).All.FirstOrDefault(key => !key.Accepts(configuration)) is { } key)
        {
            throw RunValue.Refused(key.Path, key.Text(configuration), key.Takes, "configuration");
        }

        var data = own.AreIn(configuration) ? own.Misfit(configuration) : Data(configuration);
        if ((data ?? ImageSizes.Misfit(configuration) ?? Pairs(configuration) ?? Adaptive(configuration)
            ?? Local(configuration) ?? Latent(configuration) ?? Batch(configuration)
            ?? Objective(configuration) ?? Health(configuration)) is { } misfit)
        {
            throw new UserInputException("configuration: " + misfit);
        }
    }

    private static bool HasBatchNorm(RunConfiguration c) => c is { Family: "dcgan", Network.Norm: "batch" };

    private static string? Data(RunConfiguration c)
    {
        var isMixture = c.Family is "mixture";
        return c switch
        {
            _ when BuiltInNames.Mixtures.Contains(c.Data, StringComparer.Ordinal) != isMixture =>
                $"{(c.Data.Length == 0 ? "'data' is left out" : $"'data' is {c.Data}")}, and family {c.Family} needs " + (isMixture
                    ? $"a mixture: {string.Join(", ", BuiltInNames.Mixtures)}"
                    : $"images: {string.Join(", ", BuiltInNames.Images)} or a folder of your own"),
            { Conditioning: not "none" } when isMixture =>
                $"'conditioning' is {c.Conditioning}, and {c.Data} has no labels: give none, or use images",
            { DiffAugment: not "none" } when isMixture =>
                $"'diffAugment' is {c.DiffAugment}, and family mixture has points: give none, or use images",
            { Image: not { Size: 0, Channels: 0 } } when isMixture =>
                "'image.size' and 'image.channels' are for images, and family mixture has points: leave them out",
            { Conditioning: not "none", Classes: 1 } =>
                $"'conditioning' is {c.Conditioning}, and there is but one class: give none",
            _ => null,
        };
    }

    /// <summary>A generator that upscales starts from the image that it is then compared with.</summary>
    private static string? Pairs(RunConfiguration c) => c switch
    {
        { Family: not "srgan" } => null,
        { Conditioning: not "none" } =>
            $"'conditioning' is {c.Conditioning}, and family srgan upscales images whatever they show: give none",
        { Packing: > 1 } =>
            $"'packing' is {c.Packing}, and family srgan is judged by one image after the other: give 1",
        { DiffAugment: not "none" } =>
            $"'diffAugment' is {c.DiffAugment}, and family srgan is compared with the real image as it is: give none",
        _ => null,
    };

    private static string? Adaptive(RunConfiguration c) => c switch
    {
        { Adaptive.Target: 0 } => null,
        { DiffAugment: "none" } =>
            "'adaptive.target' is for augmented images, and 'diffAugment' is none: give color,translation,cutout or some of it",
        { Objective: "relativistic" or "wasserstein" } =>
            $"'adaptive.target' goes by the sign of D's scores, which have no zero with objective {c.Objective}: leave it out, or use another",
        _ => null,
    };

    private static string? Local(RunConfiguration c) => c switch
    {
        { Sync: SyncMode.Parameters, SyncDrift: > 0, Replicas: 1 } =>
            "'syncDrift' is how far replicas may drift apart, and there is one: leave it out, or give more replicas",
        { Sync: SyncMode.Parameters } => null,
        { SyncDrift: > 0 } =>
            "'syncDrift' is how far replicas may drift apart, and with sync gradients they do not: leave it out, or give sync parameters",
        { LocalFrom: > 0 } =>
            $"'localFrom' is where local steps begin, and with sync gradients there are none: leave it out, or give sync parameters",
        { SyncPrecision: not "fp32" } =>
            $"'syncPrecision' is what states are averaged in, and with sync gradients none are: leave it out, or give sync parameters",
        _ when c.Outer != new OuterOptions() =>
            "'outer' is the step of an averaging, and with sync gradients there is none: leave it out, or give sync parameters",
        _ => null,
    };

    private static string? Latent(RunConfiguration c) => c.Latent.Binary > c.Latent.Size
        ? $"'latent.binary' is {c.Latent.Binary} of z's values, and 'latent.size' is {c.Latent.Size}: give at most that"
        : null;

    private static string? Batch(RunConfiguration c) => c switch
    {
        _ when c.Batch % c.Packing != 0 =>
            $"'packing' is {c.Packing}, which does not divide 'batch', {c.Batch}: give a divisor of it",
        { Packing: > 1, Conditioning: not "none" } =>
            $"'packing' is {c.Packing}, and samples of different labels can't be packed: give 1, or conditioning none",
        _ when c.Batch / c.Packing == 1 && HasBatchNorm(c) =>
            $"'batch' is {c.Batch}, and family {c.Family} normalizes over a replica's batch: give at least {2 * c.Packing}",
        _ => null,
    };

    private static string? Health(RunConfiguration c) => c switch
    {
        { Health.OnAlarm: not AlarmAction.Note, EvaluateEvery: 0 } =>
            $"'health.onAlarm' is {RunKeys.BuiltIn.Find("health.onAlarm")!.Text(c)}, and without checks there is no alarm: give evaluateEvery",
        { Health.Stop: > 0, EvaluateEvery: 0 } =>
            $"'health.stop' is {c.Health.Stop}, and without checks no gain is seen: give evaluateEvery",
        { Health.Stop: > 0 } when !BuiltInNames.Mixtures.Contains(c.Data, StringComparer.Ordinal) =>
            $"'health.stop' is {c.Health.Stop}, and what ends a run is told by a mixture's points: give 0, or a mixture",
        _ => null,
    };

    private static string? Objective(RunConfiguration c) => c switch
    {
        { Family: "r3gan", SpectralNorm: > 0 } =>
            $"'spectralNorm' is {c.SpectralNorm}, and family r3gan has residual branches that start at zero: give 0",
        { Penalties.Gradient: > 0 } when HasBatchNorm(c) =>
            $"'penalties.gradient' is {RunKeys.BuiltIn.Find("penalties.gradient")!.Text(c)}, and batch norm couples the samples that it "
            + "takes one by one: give network.norm none",
        { Objective: "wasserstein", Penalties: { Gradient: 0, R1: 0, R2: 0 }, SpectralNorm: 0 } =>
            "'objective' is wasserstein, and nothing bounds the discriminator's slope: give penalties.gradient or spectralNorm",
        _ => null,
    };
}
