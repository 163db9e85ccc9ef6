using GanCluster.Ops.Tests.Compose;
using k8s.Models;

namespace GanCluster.Ops.Tests.Kubernetes;

/// <summary>A pod's one container, and how Kubernetes starts it.</summary>
internal static class Node
{
    internal static V1Container Of(V1PodTemplateSpec pod) => Assert.Single(pod.Spec.Containers);

    /// <returns>What follows an option among the arguments.</returns>
    internal static string Option(this V1Container node, string name) =>
        node.Args.SkipWhile(word => word != name).ElementAt(1);

    internal static int Port(this V1Container node, string name) =>
        node.Ports.Single(port => port.Name == name).ContainerPort;

    /// <summary>A variable in brackets stands for its value, as the kubelet has it.</summary>
    /// <param name="podName">The only value that the manifests take from a pod.</param>
    internal static string Expanded(string word, string podName) =>
        word.Replace("$(POD_NAME)", podName, StringComparison.Ordinal);

    /// <summary>The node's command line, by ops/node.sh.</summary>
    internal static Task<string[]> CommandLine(
        this V1Container node, Container container, IReadOnlyDictionary<string, string> environment) =>
        container.Run(environment, [.. node.Args.Select(word => Expanded(word, "gancluster-coordinator-0"))]);

    /// <summary>What stands in the manifest itself.</summary>
    internal static Dictionary<string, string> Values(this V1Container node) => (node.Env ?? [])
        .Where(variable => variable.Value is not null)
        .ToDictionary(variable => variable.Name, variable => variable.Value, StringComparer.Ordinal);
}
