using GanCluster.Ops.Tests.Setup;

namespace GanCluster.Ops.Tests.Compose;

public sealed class EntryPointSpecs
{
    private static readonly Dictionary<string, string> Coordinator =
        new() { ["RUN"] = "ring8", ["SEED"] = "7", ["WORKERS"] = "4" };

    private static readonly Dictionary<string, string> Worker = new() { ["DEVICES"] = "cpu:2" };

    [Fact]
    public async Task A_coordinator_trains_the_run_of_the_environment_into_the_volume()
    {
        using var container = new Container();

        Assert.Equal(
            [
                "coordinator", "--port", "1", "ring8", "--seed", "7", "--workers", "4", "--out", "runs/ring8-seed7",
                "--secret-file", "credentials/cluster.secret", "--certificate", "credentials/cluster.pfx",
            ],
            await container.Run(Coordinator, "coordinator", "--port", "1"));
    }

    [Fact]
    public async Task A_coordinator_that_finds_its_run_goes_on_with_it()
    {
        using var container = new Container();
        Directory.CreateDirectory(container.Below("runs/ring8-seed7"));
        await File.WriteAllTextAsync(container.Below("runs/ring8-seed7/run.db"), "");

        Assert.Contains("--resume", await container.Run(Coordinator, "coordinator"));
    }

    [Fact]
    public async Task A_worker_gives_the_first_address_of_its_container()
    {
        using var container = new Container();

        Assert.Equal(
            [
                "worker", "--join", "coordinator:4053", "--devices", "cpu:2", "--host", "172.18.0.5",
                "--secret-file", "credentials/cluster.secret", "--certificate", "credentials/cluster.pfx",
            ],
            await container.Run(Worker, "worker", "--join", "coordinator:4053"));
    }

    [Fact]
    public async Task Any_other_command_goes_to_the_node_as_it_is()
    {
        using var container = new Container();

        Assert.Equal(["status", "--json"], await container.Run(new Dictionary<string, string>(), "status", "--json"));
    }

    [Fact]
    public async Task Credentials_are_made_once_and_for_the_node_alone()
    {
        using var container = new Container();
        var secret = container.Below("credentials/cluster.secret");
        await container.Run(new Dictionary<string, string>(), "credentials");
        var first = await File.ReadAllBytesAsync(secret);

        await container.Run(new Dictionary<string, string>(), "credentials");

        Assert.Equal(first, await File.ReadAllBytesAsync(secret));
        Assert.True(first.Length > 40, "32 bytes in base64");
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(secret));
        Assert.Equal(
            ["cluster.pfx", "cluster.secret"],
            Directory.GetFiles(container.Below("credentials")).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [ToolFact(ComposeFile.Program, "docker-compose")]
    public async Task Nodes_know_every_option_that_compose_gives_them()
    {
        using var container = new Container();
        var compose = await ComposeFile.Read(ComposeFile.Base, ComposeFile.Gpu);
        foreach (var name in new[] { "coordinator", "worker" })
        {
            var service = compose.Service(name);
            await NodeHelp.Knows(await container.Run(service.Environment(), service.Command()));
        }
    }
}
