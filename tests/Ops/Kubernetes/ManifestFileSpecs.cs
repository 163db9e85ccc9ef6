using GanCluster.Ops.Tests.Setup;
using k8s;

namespace GanCluster.Ops.Tests.Kubernetes;

public sealed class ManifestFileSpecs
{
    private const string Monitor = "service-monitor.yaml";

    public static TheoryData<string> Files => [.. Below("").Where(file => file != Monitor && Name(file) != Kustomization.File)];

    public static TheoryData<string> Folders => ["base", "gpu", "peers"];

    [Theory]
    [MemberData(nameof(Files))]
    public void Every_file_has_what_Kubernetes_knows_and_nothing_else(string file)
    {
        var found = Assert.Single(Manifests.Of(file).All<IKubernetesObject<k8s.Models.V1ObjectMeta>>());

        Assert.StartsWith("gancluster", found.Metadata.Name, StringComparison.Ordinal);
        Assert.Null(found.Metadata.NamespaceProperty);
    }

    [Fact]
    public void A_field_that_Kubernetes_does_not_know_is_refused()
    {
        var text = Repository.Read($"{Manifests.Folder}/base/service.yaml");

        Assert.ThrowsAny<YamlDotNet.Core.YamlException>(
            () => Manifests.Parse(text.Replace("clusterIP", "clusterIp", StringComparison.Ordinal)));
    }

    [Theory]
    [MemberData(nameof(Folders))]
    public void A_kustomization_names_every_file_beside_it(string folder)
    {
        var kustomization = Kustomization.Of(folder);

        var named = kustomization.Resources.Where(file => file != "../base").Concat(kustomization.Patches);
        Assert.Equal("kustomize.config.k8s.io/v1beta1 Kustomization", kustomization.Kind);
        Assert.Equal(
            Below(folder).Select(Name).Where(file => file != Kustomization.File).Order(StringComparer.Ordinal),
            named.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_monitor_finds_the_service_and_gives_the_job_that_the_alerts_look_for()
    {
        var monitor = Yaml.Parse(Repository.Read($"{Manifests.Folder}/{Monitor}"));
        var service = Manifests.Base().Service;

        Assert.Equal(
            ("monitoring.coreos.com/v1", "ServiceMonitor"), (monitor.At("apiVersion").Text(), monitor.At("kind").Text()));
        Assert.All(
            monitor.At("spec", "selector", "matchLabels").Entries(),
            label => Assert.Equal(service.Metadata.Labels[label.Key], label.Value.Text()));
        var endpoint = monitor.At("spec", "endpoints").Items().Single();
        Assert.Contains(service.Spec.Ports, port => port.Name == endpoint.At("port").Text());
        Assert.Equal("/metrics", endpoint.At("path").Text());
        Assert.Equal(["run", "role", "node"], endpoint.At("relabelings").Items().Select(label => label.At("targetLabel").Text()));
        Assert.Contains(
            $"job=\"{service.Metadata.Name}\"", Repository.Read("ops/prometheus/alerts.yml"), StringComparison.Ordinal);
    }

    private static string Name(string path) => Path.GetFileName(path);

    private static IEnumerable<string> Below(string folder)
    {
        var root = Repository.Path(Manifests.Folder);
        return Directory.EnumerateFiles(Path.Combine(root, folder), "*.yaml", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(root, file));
    }
}
