using System.Diagnostics;
using GanCluster.Ops.Tests.Setup;
using YamlDotNet.RepresentationModel;

namespace GanCluster.Ops.Tests.Compose;

/// <summary>docker-compose.yml as docker-compose understands it.</summary>
internal static class ComposeFile
{
    internal const string Program = "docker-compose";
    internal const string Base = "docker-compose.yml";
    internal const string Gpu = "docker-compose.gpu.yml";

    /// <param name="environment">Beside this process's.</param>
    /// <param name="files">The base, and what goes over it.</param>
    internal static async Task<YamlNode> Read(IReadOnlyDictionary<string, string> environment, params string[] files)
    {
        var start = new ProcessStartInfo(Program, [.. files.SelectMany(file => new[] { "-f", file }), "config"])
        {
            WorkingDirectory = Repository.Root,
        };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        return Yaml.Parse((await Tool.Run(start)).Passed());
    }

    internal static Task<YamlNode> Read(params string[] files) => Read(new Dictionary<string, string>(), files);

    internal static YamlNode Service(this YamlNode compose, string name) => compose.At("services", name)!;

    internal static string[] Command(this YamlNode service) => [.. service.At("command").Items().Select(word => word.Text()!)];

    /// <summary>What the check asks for.</summary>
    internal static string HealthCheck(this YamlNode service) => service.At("healthcheck", "test").Items().Last().Text()!;

    internal static Dictionary<string, string> Environment(this YamlNode service) =>
        service.At("environment").Entries().ToDictionary(e => e.Key, e => e.Value.Text()!, StringComparer.Ordinal);

    /// <summary>As <c>SOURCE:TARGET:MODE</c>.</summary>
    internal static IEnumerable<string> Volumes(this YamlNode service) => service.At("volumes").Items().Select(v => v.Text()!);
}
