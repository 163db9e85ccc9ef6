namespace GanCluster.Training.Data;

/// <summary>Where what can be made or brought again is kept.</summary>
public static class UserCache
{
    /// <summary>The environment variable that names the folder.</summary>
    public const string Variable = "GANCLUSTER_CACHE";

    /// <summary>A folder below <see cref="Variable"/>, or below <c>gancluster</c> in the user's folder of caches. It need not exist.
    /// </summary>
    public static string Below(string name)
    {
        if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } own)
        {
            return Path.Combine(own, name);
        }

        var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        var users = Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { Length: > 0 } cache ? cache
            : OperatingSystem.IsWindows() ? Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData)
            : Path.Combine(home, ".cache");
        return Path.Combine(users, "gancluster", name);
    }
}
