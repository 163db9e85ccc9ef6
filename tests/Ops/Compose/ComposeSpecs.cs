using System.Text.RegularExpressions;
using GanCluster.Ops.Tests.Setup;

namespace GanCluster.Ops.Tests.Compose;

public sealed class ComposeSpecs
{
    private const string Package = "docker-compose";

    [ToolFact(ComposeFile.Program, Package)]
    public async Task Ports_are_published_to_this_machine_alone()
    {
        var compose = await ComposeFile.Read(ComposeFile.Base);

        var ports = compose.At("services").Entries().SelectMany(s => s.Value.At("ports").Items()).Select(p => p.Text()!).ToList();
        Assert.NotEmpty(ports);
        Assert.All(ports, port => Assert.StartsWith("127.0.0.1:", port, StringComparison.Ordinal));
    }

    [ToolFact(ComposeFile.Program, Package)]
    public async Task Images_of_others_have_a_version()
    {
        var compose = await ComposeFile.Read(ComposeFile.Base);

        var images = compose.At("services").Entries()
            .Where(service => service.Value.At("build") is null)
            .Select(service => service.Value.At("image").Text()!);
        Assert.All(images, image => Assert.Matches(@":v?\d+\.\d+\.\d+$", image));
    }

    [ToolFact(ComposeFile.Program, Package)]
    public async Task Prometheus_reads_the_runs_where_its_configuration_looks_for_them()
    {
        var compose = await ComposeFile.Read(ComposeFile.Base);

        var configuration = Yaml.Parse(Repository.Read("ops/prometheus/prometheus.yml"));
        var discovery = configuration.At("scrape_configs").Items().Single().At("file_sd_configs").Items().Single();
        Assert.Equal("/runs/*.targets.json", discovery.At("files").Items().Single().Text());
        Assert.Contains("runs:/runs:ro", compose.Service("prometheus").Volumes());
        Assert.Contains("runs:/runs:rw", compose.Service("coordinator").Volumes());
    }

    [ToolFact(ComposeFile.Program, Package)]
    public async Task Mounted_files_are_there_and_Grafana_reads_the_dashboards_where_they_are_mounted()
    {
        var compose = await ComposeFile.Read(ComposeFile.Base);

        var mounts = compose.At("services").Entries().SelectMany(s => s.Value.Volumes())
            .Where(mount => mount.StartsWith('/'))
            .Select(mount => mount.Split(':'))
            .ToList();
        var provider = Yaml.Parse(Repository.Read("ops/grafana/provisioning/dashboards/gancluster.yaml"));
        var folder = provider.At("providers").Items().Single().At("options", "path").Text();
        Assert.All(mounts, mount => Assert.True(Path.Exists(mount[0]), mount[0]));
        Assert.Contains(mounts, mount => mount[0] == Repository.Path("ops/grafana/dashboards") && mount[1] == folder);
        Assert.StartsWith(
            folder + "/",
            compose.Service("grafana").Environment()["GF_DASHBOARDS_DEFAULT_HOME_DASHBOARD_PATH"],
            StringComparison.Ordinal);
    }

    [ToolFact(ComposeFile.Program, Package)]
    public async Task Nodes_wait_for_the_credentials_and_workers_for_the_coordinator()
    {
        var compose = await ComposeFile.Read(ComposeFile.Base);

        Assert.Equal(
            "service_completed_successfully",
            compose.Service("coordinator").At("depends_on", "credentials", "condition").Text());
        Assert.Equal("service_healthy", compose.Service("worker").At("depends_on", "coordinator", "condition").Text());
        Assert.EndsWith(":8080/readyz", compose.Service("coordinator").HealthCheck(), StringComparison.Ordinal);
        Assert.EndsWith(":8080/healthz", compose.Service("worker").HealthCheck(), StringComparison.Ordinal);
    }

    [ToolFact(ComposeFile.Program, Package)]
    public async Task The_environment_chooses_the_run_and_as_many_workers_as_it_waits_for()
    {
        var compose = await ComposeFile.Read(
            new Dictionary<string, string> { ["RUN"] = "ring8", ["SEED"] = "7", ["WORKERS"] = "4" }, ComposeFile.Base);

        Assert.Equal(
            new Dictionary<string, string> { ["RUN"] = "ring8", ["SEED"] = "7", ["WORKERS"] = "4" },
            compose.Service("coordinator").Environment());
        Assert.Equal("4", compose.Service("worker").At("scale").Text());
    }

    [ToolFact(ComposeFile.Program, Package)]
    public async Task With_the_override_one_container_of_workers_has_the_GPUs()
    {
        var compose = await ComposeFile.Read(
            new Dictionary<string, string> { ["DEVICES"] = "cuda:0,cuda:1", ["WORKERS"] = "2" },
            ComposeFile.Base,
            ComposeFile.Gpu);

        var worker = compose.Service("worker");
        var device = worker.At("deploy", "resources", "reservations", "devices").Items().Single();
        Assert.Equal("gpu", device.At("capabilities").Items().Single().Text());
        Assert.Equal("cuda:0,cuda:1", worker.Environment()["DEVICES"]);
        Assert.Equal(("1", "2"), (worker.At("scale").Text(), compose.Service("coordinator").Environment()["WORKERS"]));
        Assert.NotEqual(compose.Service("coordinator").At("image").Text(), worker.At("image").Text());
        Assert.Contains(
            $"Include=\"{worker.At("build", "args", "TORCHSHARP_BUNDLE").Text()}\"",
            Repository.Read("Directory.Packages.props"),
            StringComparison.Ordinal);
    }

    [ToolFact(ComposeFile.Program, Package)]
    public async Task Builds_set_arguments_that_the_Dockerfile_takes()
    {
        var compose = await ComposeFile.Read(ComposeFile.Base, ComposeFile.Gpu);

        var taken = Regex.Matches(Repository.Read("ops/Dockerfile"), @"^ARG (?<name>\w+)=", RegexOptions.Multiline)
            .Select(argument => argument.Groups["name"].Value);
        Assert.All(
            compose.Service("worker").At("build", "args").Entries(), argument => Assert.Contains(argument.Key, taken));
    }
}
