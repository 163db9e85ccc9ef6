using GanCluster.Ops.Tests.Setup;
using k8s;
using k8s.Models;

namespace GanCluster.Ops.Tests.Kubernetes;

/// <summary>
/// Objects of ops/kubernetes as Kubernetes' own types: a field that they don't have is refused, and so is a value of another kind. A
/// field that is missing is not: that is up to the tests.
/// </summary>
internal sealed class Manifests
{
    internal const string Folder = "ops/kubernetes";

    private readonly List<object> _objects;

    private Manifests(IEnumerable<string> texts) =>
        _objects = [.. texts.SelectMany(text => KubernetesYaml.LoadAllFromString(text, strict: true))];

    /// <summary>As they are written; an overlay's are patches, which have only what differs.</summary>
    internal static Manifests Of(params string[] files) => new(files.Select(file => Repository.Read($"{Folder}/{file}")));

    /// <summary>Those of the base, but for the configuration, which kustomize makes.</summary>
    internal static Manifests Base() =>
        Of([.. Kustomization.Of("base").Resources.Select(file => $"base/{file}")]);

    /// <param name="text">Documents with lines of --- between.</param>
    internal static Manifests Parse(string text) => new([text]);

    internal IEnumerable<T> All<T>() => _objects.OfType<T>();

    internal V1StatefulSet Coordinator => Assert.Single(All<V1StatefulSet>());

    internal V1Deployment Worker => Assert.Single(All<V1Deployment>());

    internal V1Service Service => Assert.Single(All<V1Service>());

    /// <summary>The coordinator's and the worker's.</summary>
    internal V1PodTemplateSpec[] Pods => [Coordinator.Spec.Template, Worker.Spec.Template];
}
