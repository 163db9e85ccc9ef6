namespace GanCluster.Core.Runs;

/// <summary>What a configuration must satisfy before anything starts.</summary>
public static class RunConfigurationRules
{
    /// <exception cref="UserInputException">A value is out of its range, or two of them don't go together.</exception>
    public static void Validate(RunConfiguration configuration)
    {
        if (RunKeys.All.FirstOrDefault(key => !key.Accepts(configuration)) is { } key)
        {
            throw RunValue.Refused(key.Path, key.Text(configuration), key.Takes, "configuration");
        }

        var isMixture = configuration.Family is "mixture";
        var fitting = isMixture ? RunKeys.Mixtures : RunKeys.Images;
        if (!fitting.Contains(configuration.Data, StringComparer.Ordinal))
        {
            throw new UserInputException(
                $"configuration: 'data' is {configuration.Data}, and family {configuration.Family} needs "
                + $"{(isMixture ? "a mixture" : "images")}: {string.Join(", ", fitting)}");
        }

        if (configuration is { Family: "dcgan", Batch: 1 })
        {
            throw new UserInputException(
                "configuration: 'batch' is 1, and family dcgan normalizes over a replica's batch: give at least 2");
        }
    }
}
