using System.Globalization;
using GanCluster.Ops.Tests.Compose;
using GanCluster.Ops.Tests.Setup;
using k8s.Models;

namespace GanCluster.Ops.Tests.Kubernetes;

public sealed class BaseSpecs
{
    private readonly Manifests _base = Manifests.Base();

    private V1Container Coordinator => Node.Of(_base.Coordinator.Spec.Template);

    private V1Container Worker => Node.Of(_base.Worker.Spec.Template);

    [Fact]
    public void Whoever_selects_pods_selects_those_that_are_meant()
    {
        var (coordinator, worker) = (_base.Coordinator.Spec, _base.Worker.Spec);
        var disruption = Assert.Single(_base.All<V1PodDisruptionBudget>());

        Assert.Equal([_base.Coordinator.Metadata.Name], Selected(coordinator.Selector.MatchLabels));
        Assert.Equal([_base.Worker.Metadata.Name], Selected(worker.Selector.MatchLabels));
        Assert.Equal([_base.Worker.Metadata.Name], Selected(disruption.Spec.Selector.MatchLabels));
        Assert.Equal(
            [_base.Worker.Metadata.Name],
            Selected(Assert.Single(worker.Template.Spec.TopologySpreadConstraints).LabelSelector.MatchLabels));
        Assert.Equal(
            [_base.Coordinator.Metadata.Name, _base.Worker.Metadata.Name], Selected(_base.Service.Spec.Selector));
    }

    [Fact]
    public void Workers_join_the_coordinator_by_the_name_that_its_service_gives_it()
    {
        var service = _base.Service;
        var name = $"{_base.Coordinator.Metadata.Name}-0";

        Assert.Equal(service.Metadata.Name, _base.Coordinator.Spec.ServiceName);
        Assert.Equal(("None", true), (service.Spec.ClusterIP, service.Spec.PublishNotReadyAddresses));
        Assert.Equal($"{name}.{service.Metadata.Name}", Node.Expanded(Coordinator.Option("--host"), name));
        Assert.Equal(
            $"{name}.{service.Metadata.Name}:{Coordinator.Port("control")}", Worker.Option("--join"));
        Assert.Equal(
            "metadata.name", Coordinator.Env.Single(variable => variable.Name == "POD_NAME").ValueFrom.FieldRef.FieldPath);
    }

    [Fact]
    public void Nodes_listen_at_the_ports_that_containers_and_service_name()
    {
        foreach (var node in _base.Pods.Select(Node.Of))
        {
            Assert.Equal(node.Option("--port"), Text(node.Port("control")));
            Assert.Equal(node.Option("--data-port"), Text(node.Port("data")));
            Assert.Equal(node.Option("--http"), $"0.0.0.0:{node.Port("http")}");
            Assert.Equal(
                node.Ports.Select(port => (port.Name, port.ContainerPort)),
                _base.Service.Spec.Ports.Select(port => (port.TargetPort.Value, port.Port)));
        }
    }

    [Fact]
    public void Probes_ask_whether_a_node_lives_and_whether_it_takes_part()
    {
        Assert.All(_base.Pods.Select(Node.Of), node =>
        {
            Assert.Equal(("/healthz", "http"), Asked(node.StartupProbe));
            Assert.Equal(("/healthz", "http"), Asked(node.LivenessProbe));
            Assert.Equal(("/readyz", "http"), Asked(node.ReadinessProbe));
        });
        static (string, string) Asked(V1Probe probe) => (probe.HttpGet.Path, probe.HttpGet.Port.Value);
    }

    [Fact]
    public void A_pod_may_do_no_more_than_it_needs_and_is_given_time_to_stop()
    {
        Assert.All(_base.Pods.Select(pod => pod.Spec), pod =>
        {
            Assert.True(pod.SecurityContext.RunAsNonRoot);
            Assert.Equal("RuntimeDefault", pod.SecurityContext.SeccompProfile.Type);
            Assert.False(pod.AutomountServiceAccountToken);
            Assert.False(pod.EnableServiceLinks);
            Assert.True(pod.TerminationGracePeriodSeconds >= 60, "as long as Compose gives");
            var node = Assert.Single(pod.Containers);
            Assert.False(node.SecurityContext.AllowPrivilegeEscalation);
            Assert.True(node.SecurityContext.ReadOnlyRootFilesystem);
            Assert.Equal(["ALL"], node.SecurityContext.Capabilities.Drop);
            Assert.Equal(["cpu", "memory"], node.Resources.Requests.Keys.Order(StringComparer.Ordinal));
            Assert.Equal(["memory"], node.Resources.Limits.Keys);
        });
    }

    [Fact]
    public void Volumes_lie_where_the_image_looks_for_them()
    {
        var claim = Assert.Single(_base.Coordinator.Spec.VolumeClaimTemplates).Metadata.Name;

        Assert.Equal(
            [("/credentials", "credentials", true), ("/runs", claim, false), ("/tmp", "tmp", false)], Mounts(Coordinator));
        Assert.Equal([("/credentials", "credentials", true), ("/tmp", "tmp", false)], Mounts(Worker));
        Assert.All(_base.Pods, pod =>
        {
            Assert.Equal(
                ["credentials", "tmp"], pod.Spec.Volumes.Select(volume => volume.Name).Order(StringComparer.Ordinal));
            Assert.Equal(Convert.ToInt32("440", 8), Credentials(pod).DefaultMode);
        });
    }

    [Fact]
    public void The_secret_is_made_by_the_command_of_the_README_from_the_files_that_a_node_reads()
    {
        var name = Assert.Single(_base.Pods.Select(pod => Credentials(pod).SecretName).Distinct());
        var files = new[] { "cluster.secret", "cluster.pfx" };

        Assert.Contains(
            $"kubectl create secret generic {name} --from-file={files[0]} --from-file={files[1]}\n",
            Repository.Read($"{Manifests.Folder}/README.md"),
            StringComparison.Ordinal);
        Assert.All(
            files, file => Assert.Contains($"=credentials/{file}\n", Repository.Read("ops/node.sh"), StringComparison.Ordinal));
    }

    [Fact]
    public void The_configuration_says_what_is_trained_and_by_as_many_workers_as_there_are()
    {
        var name = Assert.Single(Coordinator.EnvFrom).ConfigMapRef.Name;
        var configuration = Kustomization.Of("base").Configuration(name);

        Assert.Equal(["RUN", "SEED", "WORKERS"], configuration.Keys.Order(StringComparer.Ordinal));
        Assert.True(File.Exists(Repository.Path($"cluster-config/runs/{configuration["RUN"]}.json")));
        Assert.Equal(Text(_base.Worker.Spec.Replicas!.Value), configuration["WORKERS"]);
        Assert.All(_base.Pods.Select(Node.Of), node => Assert.Contains(node.Image, Kustomization.Of("base").Images));
    }

    [Fact]
    public async Task Nodes_know_every_option_that_the_manifests_give_them()
    {
        using var container = new Container();
        var configuration = Kustomization.Of("base").Configuration(Coordinator.EnvFrom.Single().ConfigMapRef.Name);

        await NodeHelp.Knows(await Coordinator.CommandLine(container, configuration));
        await NodeHelp.Knows(await Worker.CommandLine(container, Worker.Values()));
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static V1SecretVolumeSource Credentials(V1PodTemplateSpec pod) =>
        pod.Spec.Volumes.Single(volume => volume.Name == "credentials").Secret;

    private static IEnumerable<(string, string, bool)> Mounts(V1Container node) => node.VolumeMounts
        .Select(mount => (mount.MountPath, mount.Name, mount.ReadOnlyProperty ?? false))
        .OrderBy(mount => mount.MountPath, StringComparer.Ordinal);

    /// <returns>The names of those whose pods have the labels.</returns>
    private IEnumerable<string> Selected(IDictionary<string, string> labels) =>
        new[]
        {
            (_base.Coordinator.Metadata.Name, _base.Coordinator.Spec.Template),
            (_base.Worker.Metadata.Name, _base.Worker.Spec.Template),
        }
        .Where(pods => labels.All(label => pods.Template.Metadata.Labels.Contains(label)))
        .Select(pods => pods.Name);
}
