using System.Diagnostics;
using GanCluster.EndToEnd.Tests.Commands;
using GanCluster.EndToEnd.Tests.Runs;

namespace GanCluster.EndToEnd.Tests.Packages;

/// <summary>The SDK as a user has it, of whose processes none outlives a command.</summary>
/// <param name="folder">Where it works, and keeps the packages that are not in the user's folder of packages.</param>
internal sealed class Sdk(TemporaryFolder folder)
{
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(4);

    /// <summary>This checkout.</summary>
    internal static string Root { get; } = Above(AppContext.BaseDirectory);

    /// <summary>A package source.</summary>
    internal string Feed => folder.Below("feed");

    /// <summary>With the user's folder of packages as a source of what is not of this checkout.</summary>
    internal Task<Ran> RunApart(params string[] arguments)
    {
        var profile = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        return Run(
            arguments,
            ("NUGET_PACKAGES", folder.Below("packages")),
            // libtorch is there, and not downloaded again.
            ("RestoreFallbackFolders", Environment.GetEnvironmentVariable("NUGET_PACKAGES") ?? Path.Combine(profile, ".nuget", "packages")),
            ("RestoreAdditionalProjectSources", Feed));
    }

    internal Task<Ran> Run(params string[] arguments) => Run(arguments, []);

    private async Task<Ran> Run(string[] arguments, params (string Name, string Value)[] more)
    {
        var start = new ProcessStartInfo(NodeProcess.Host, arguments) { WorkingDirectory = folder.Path };
        var environment = new Dictionary<string, string>
        {
            ["MSBUILDDISABLENODEREUSE"] = "1",
            ["UseSharedCompilation"] = "false",
            ["DOTNET_CLI_USE_MSBUILD_SERVER"] = "0",
            ["DOTNET_CLI_UI_LANGUAGE"] = "en",
        };
        foreach (var (name, value) in more)
        {
            environment[name] = value;
        }

        using var process = NodeProcess.Start(start, environment);
        var ran = await process.Exit(Deadline);
        Assert.True(ran.Code == 0, $"dotnet {string.Join(' ', arguments)}\n{ran.Output}\n{ran.Error}");
        return ran;
    }

    private static string Above(string start)
    {
        var folder = new DirectoryInfo(start);
        while (!File.Exists(Path.Combine(folder.FullName, "GanCluster.sln")))
        {
            folder = folder.Parent ?? throw new DirectoryNotFoundException($"no GanCluster.sln above {start}");
        }

        return folder.FullName;
    }
}
