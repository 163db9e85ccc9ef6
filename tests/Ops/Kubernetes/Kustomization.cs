using GanCluster.Ops.Tests.Setup;
using YamlDotNet.RepresentationModel;

namespace GanCluster.Ops.Tests.Kubernetes;

/// <summary>A kustomization.yaml.</summary>
internal sealed class Kustomization
{
    internal const string File = "kustomization.yaml";
    internal const string Program = "kubectl";

    private readonly YamlNode _root;

    private Kustomization(YamlNode root) => _root = root;

    /// <param name="folder">Below ops/kubernetes.</param>
    internal static Kustomization Of(string folder) =>
        new(Yaml.Parse(Repository.Read($"{Manifests.Folder}/{folder}/{File}")));

    /// <summary>What it makes of its files.</summary>
    internal static async Task<Manifests> Rendered(string folder) => Manifests.Parse(
        (await Tool.Run(Program, "kustomize", $"{Manifests.Folder}/{folder}")).Passed());

    internal string Kind => $"{_root.At("apiVersion").Text()} {_root.At("kind").Text()}";

    internal string[] Resources => [.. _root.At("resources").Items().Select(file => file.Text()!)];

    internal string[] Patches => [.. _root.At("patches").Items().Select(patch => patch.At("path").Text()!)];

    /// <summary>The images that it has a place for.</summary>
    internal string[] Images => [.. _root.At("images").Items().Select(image => image.At("name").Text()!)];

    /// <summary>A configuration that it makes.</summary>
    internal Dictionary<string, string> Configuration(string name) => _root.At("configMapGenerator").Items()
        .Single(map => map.At("name").Text() == name).At("literals").Items()
        .Select(literal => literal.Text()!.Split('=', 2))
        .ToDictionary(literal => literal[0], literal => literal[1], StringComparer.Ordinal);
}
