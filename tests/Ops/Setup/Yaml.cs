using YamlDotNet.RepresentationModel;

namespace GanCluster.Ops.Tests.Setup;

/// <summary>Reads YAML by paths of keys.</summary>
internal static class Yaml
{
    internal static YamlNode Parse(string text)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(text));
        return Assert.Single(stream.Documents).RootNode;
    }

    /// <returns>Null if a key on the way is missing.</returns>
    internal static YamlNode? At(this YamlNode node, params string[] keys) => keys.Aggregate<string, YamlNode?>(
        node,
        (at, key) => at.Entries().FirstOrDefault(entry => entry.Key == key).Value);

    internal static string? Text(this YamlNode? node) => (node as YamlScalarNode)?.Value;

    /// <summary>A list's elements; none of what is missing.</summary>
    internal static IEnumerable<YamlNode> Items(this YamlNode? node) => node is YamlSequenceNode list ? list.Children : [];

    /// <summary>A map's entries; none of what is missing.</summary>
    internal static IEnumerable<(string Key, YamlNode Value)> Entries(this YamlNode? node) =>
        node is YamlMappingNode map ? map.Children.Select(entry => (entry.Key.Text()!, entry.Value)) : [];
}
