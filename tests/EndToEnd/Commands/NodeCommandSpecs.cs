using GanCluster.Core;
using GanCluster.Node.Commands;
using GanCluster.Node.Options;

namespace GanCluster.EndToEnd.Tests.Commands;

public class NodeCommandSpecs
{
    private static readonly NodeAddressOptions Loopback = new("127.0.0.1", null, null, 0, null, null);

    [Fact]
    public void A_coordinator_with_only_a_run_has_the_defaults()
    {
        var options = Invocation.Options<CoordinatorOptions>("coordinator ring8");

        Assert.Equal(
            new CoordinatorOptions(
                new RunOptions("ring8", null, null, null, null, null, false, options.Run.Settings, false), 1, null, Loopback),
            options);
        Assert.Empty(options.Run.Settings);
    }

    [Fact]
    public void A_coordinator_takes_every_option()
    {
        var options = Invocation.Options<CoordinatorOptions>(
            "coordinator my.json --workers 4 --join-timeout 5 --host gan-1 --bind 0.0.0.0 --port 0 --data-port 5000 "
            + "--secret-file s --certificate c.pfx --images 64 --seed 3 --out DIR --resume --set batch=8 --json");

        Assert.Equal(["batch=8"], options.Run.Settings);
        Assert.Equal(
            new CoordinatorOptions(
                new RunOptions("my.json", null, null, 64, 3, "DIR", Resume: true, options.Run.Settings, Json: true),
                4,
                TimeSpan.FromSeconds(5),
                new NodeAddressOptions("gan-1", "0.0.0.0", 0, 5000, "s", "c.pfx")),
            options);
    }

    [Fact]
    public void A_worker_with_only_a_coordinator_has_the_defaults()
    {
        var options = Invocation.Options<WorkerNodeOptions>("worker --join 127.0.0.1:4053");

        Assert.Equal(
            new WorkerNodeOptions(
                new EndpointList([new Endpoint("127.0.0.1", 4053)]), options.Devices, Loopback, TimeSpan.FromSeconds(60), null, null,
                options.Settings, Wait: TimeSpan.FromSeconds(60)),
            options);
        Assert.Equal(["cpu"], options.Devices.Named);
    }

    [Fact]
    public void A_worker_takes_every_option()
    {
        var options = Invocation.Options<WorkerNodeOptions>(
            "worker --join gan-1:4053 --devices cuda:1,cuda:0 --host gan-2 --bind :: --port 4054 --data-port 5001 "
            + "--join-timeout 5 --wait-for-coordinator 9 --secret-file s --certificate c.pfx --run ring8 --seed 3 --set batch=8");

        Assert.Equal(["cuda:1", "cuda:0"], options.Devices.Named);
        Assert.Equal(["batch=8"], options.Settings);
        Assert.Equal(
            new WorkerNodeOptions(
                new EndpointList([new Endpoint("gan-1", 4053)]), options.Devices, new NodeAddressOptions("gan-2", "::", 4054, 5001, "s", "c.pfx"),
                TimeSpan.FromSeconds(5), "ring8", 3, options.Settings, Wait: TimeSpan.FromSeconds(9)),
            options);
    }

    [Theory]
    [InlineData("coordinator", "RUN is missing", "gancluster coordinator --help")]
    [InlineData("coordinator ring8 --workers 0", "--workers is '0'; it takes a whole number from 1", "coordinator --help")]
    [InlineData("coordinator ring8 --port 65536", "--port is '65536'; it takes a whole number from 0 to 65535", "--help")]
    [InlineData("coordinator ring8 --data-port -1", "--data-port is '-1'", "gancluster coordinator --help")]
    [InlineData("coordinator ring8 --host a:b", "--host is 'a:b'; it takes a host name or an address", "--help")]
    [InlineData("coordinator ring8 --bind http://x", "--bind is 'http://x'; it takes a host name", "--help")]
    [InlineData("coordinator ring8 --steps 1 --images 2", "--steps and --images exclude each other", "--help")]
    [InlineData("coordinator ring8 --join gan-1:4053", "unknown option '--join'", "gancluster coordinator --help")]
    [InlineData("worker", "--join needs a value: The coordinator", "gancluster worker --help")]
    [InlineData("worker --join gan-1", "--join is 'gan-1'; it takes HOST:PORT", "gancluster worker --help")]
    [InlineData("worker --join gan-1:0", "--join is 'gan-1:0'; it takes HOST:PORT", "gancluster worker --help")]
    [InlineData("worker --join gan-1:4053 --devices gpu:0", "--devices is 'gpu:0'; it takes a list as cpu:2 or cuda:0", "--help")]
    [InlineData("worker --join gan-1:4053 --devices cpu:0", "--devices is 'cpu:0'", "gancluster worker --help")]
    [InlineData("worker --join gan-1:4053 --devices cuda", "--devices is 'cuda'", "gancluster worker --help")]
    [InlineData("worker --join gan-1:4053 --devices cuda:0,cuda:0", "each GPU once", "gancluster worker --help")]
    [InlineData("worker --join gan-1:4053 --devices cpu:200,cpu:200", "at most 256 workers", "gancluster worker --help")]
    [InlineData("worker --join gan-1:4053 --devices", "--devices needs a value", "gancluster worker --help")]
    [InlineData("worker --join gan-1:4053 --join-timeout 0", "--join-timeout is '0'", "gancluster worker --help")]
    [InlineData("worker --join gan-1:4053 --seed 1", "--seed is given without --run; give that as well", "worker --help")]
    [InlineData("worker --join gan-1:4053 --set batch=8", "--set is given without --run", "gancluster worker --help")]
    [InlineData("worker ring8 --join gan-1:4053", "unexpected argument 'ring8'", "gancluster worker --help")]
    public async Task A_node_that_cannot_start_is_one_line_with_the_fix(string arguments, string what, string fix)
    {
        var line = (await Invocation.Of(arguments)).Refusal();

        Assert.Contains(what, line, StringComparison.Ordinal);
        Assert.EndsWith(fix + ")", line, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("127.0.0.1:4053", "127.0.0.1", 4053)]
    [InlineData("gan-1.example:65535", "gan-1.example", 65535)]
    [InlineData("[::1]:4053", "::1", 4053)]
    public void An_address_is_read_and_written_alike(string text, string host, int port)
    {
        Assert.Equal(new Endpoint(host, port), Endpoint.Parse(text));
        Assert.Equal(text, Endpoint.Parse(text)!.ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData(":4053")]
    [InlineData("gan-1:")]
    [InlineData("gan-1:65536")]
    [InlineData("gan-1:-1")]
    [InlineData("::1:4053")]
    [InlineData("[gan-1]:4053")]
    [InlineData("gan 1:4053")]
    [InlineData("[]:4053")]
    public void What_is_no_address_is_not_taken_for_one(string text) => Assert.Null(Endpoint.Parse(text));
}
