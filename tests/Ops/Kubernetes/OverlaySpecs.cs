using GanCluster.Ops.Tests.Compose;
using GanCluster.Ops.Tests.Setup;
using k8s.Models;

namespace GanCluster.Ops.Tests.Kubernetes;

public sealed class OverlaySpecs
{
    [Fact]
    public void With_gpu_every_worker_asks_for_a_GPU_and_takes_what_it_is_given()
    {
        var node = Node.Of(Manifests.Of("gpu/worker.yaml").Worker.Spec.Template);

        Assert.Equal("1", node.Resources.Limits["nvidia.com/gpu"].ToString());
        Assert.Equal("auto", node.Values()["DEVICES"]);
        Assert.Contains(node.Image, Kustomization.Of("gpu").Images);
        Assert.Contains(
            "TORCHSHARP_BUNDLE=TorchSharp-cuda-linux",
            Repository.Read($"{Manifests.Folder}/gpu/{Kustomization.File}"),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task With_peers_coordinators_and_workers_have_the_same_list_of_all_of_them()
    {
        var (given, patched) = (Manifests.Base(), Manifests.Of("peers/coordinator.yaml", "peers/worker.yaml"));
        var (coordinator, worker) =
            (Node.Of(patched.Coordinator.Spec.Template), Node.Of(patched.Worker.Spec.Template));
        var port = Node.Of(given.Coordinator.Spec.Template).Port("control");

        var all = string.Join(",", Enumerable.Range(0, patched.Coordinator.Spec.Replicas!.Value).Select(
            i => $"{given.Coordinator.Metadata.Name}-{i}.{given.Service.Metadata.Name}:{port}"));
        Assert.Equal(all, coordinator.Option("--peers"));
        Assert.Equal(all, worker.Option("--join"));
        Assert.Equal("Parallel", patched.Coordinator.Spec.PodManagementPolicy);
        await NodeHelp.Knows([.. coordinator.Args]);
        await NodeHelp.Knows([.. worker.Args]);
    }

    [Fact]
    public void With_peers_a_node_has_the_base_s_arguments_otherwise()
    {
        var (given, patched) = (Manifests.Base(), Manifests.Of("peers/coordinator.yaml", "peers/worker.yaml"));

        Assert.Equal(
            Node.Of(given.Coordinator.Spec.Template).Args,
            Node.Of(patched.Coordinator.Spec.Template).Args.TakeWhile(word => word != "--peers"));
        Assert.Equal(
            Node.Of(given.Worker.Spec.Template).Args.Where((_, i) => i != 2),
            Node.Of(patched.Worker.Spec.Template).Args.Where((_, i) => i != 2));
    }

    [KustomizeTheory]
    [InlineData("base", 1, "cpu:1")]
    [InlineData("gpu", 1, "auto")]
    [InlineData("peers", 3, "cpu:1")]
    public async Task What_kustomize_makes_of_it_is_whole(string folder, int coordinators, string devices)
    {
        var made = await Kustomization.Rendered(folder);

        var (coordinator, worker) = (Node.Of(made.Coordinator.Spec.Template), Node.Of(made.Worker.Spec.Template));
        Assert.Equal(coordinators, made.Coordinator.Spec.Replicas);
        Assert.Equal(devices, worker.Values()["DEVICES"]);
        var configuration = Assert.Single(made.All<V1ConfigMap>());
        Assert.Equal(configuration.Metadata.Name, Assert.Single(coordinator.EnvFrom).ConfigMapRef.Name);
        Assert.All([coordinator, worker], node => Assert.StartsWith("registry.example.com/", node.Image, StringComparison.Ordinal));
        Assert.All(made.All<V1PodDisruptionBudget>(), budget => Assert.Single(
            made.Pods, pod => budget.Spec.Selector.MatchLabels.All(pod.Metadata.Labels.Contains)));
        using var container = new Container();
        await NodeHelp.Knows(
            await coordinator.CommandLine(container, new Dictionary<string, string>(configuration.Data, StringComparer.Ordinal)));
        await NodeHelp.Knows(await worker.CommandLine(container, worker.Values()));
    }
}
