using System.Net;
using System.Net.Sockets;
using GanCluster.Core;
using GanCluster.EndToEnd.Tests.Commands;
using GanCluster.Node.Commands;
using GanCluster.Node.Http;
using GanCluster.Node.Options;

namespace GanCluster.EndToEnd.Tests.Http;

public class HttpChoiceSpecs
{
    [Theory]
    [InlineData("off", "off")]
    [InlineData("0", "127.0.0.1:0")]
    [InlineData("9100", "127.0.0.1:9100")]
    [InlineData("0.0.0.0:8080", "0.0.0.0:8080")]
    [InlineData("gan-1:0", "gan-1:0")]
    [InlineData("[::1]:8080", "[::1]:8080")]
    public void Train_coordinator_worker_and_bench_take_where_to_serve(string given, string expected)
    {
        var train = Invocation.Options<TrainOptions>($"train ring8 --http {given}");
        var coordinator = Invocation.Options<CoordinatorOptions>($"coordinator ring8 --http {given}");
        var worker = Invocation.Options<WorkerNodeOptions>($"worker --join gan-1:4053 --http {given}");
        var bench = Invocation.Options<BenchTrainOptions>($"bench train --run ring8 --http {given}");

        Assert.Equal(
            [expected, expected, expected, expected],
            new[] { train.Run.Http, coordinator.Run.Http, worker.Http, bench.Question.Http }.Select(http => http!.ToString()));
    }

    [Theory]
    [InlineData("65536")]
    [InlineData("on")]
    [InlineData("-1")]
    [InlineData("::1:8080")]
    [InlineData("http://x:1")]
    public async Task Anything_else_is_refused(string given) => Assert.Contains(
        $"--http is '{given}'; it takes a port, an ADDRESS:PORT, or off",
        (await Invocation.Of($"train ring8 --http {given}")).Refusal(),
        StringComparison.Ordinal);

    [Fact]
    public void Nothing_given_means_the_next_free_port_and_a_port_given_means_that_one()
    {
        Assert.Equal([8080, 8081], HttpBinding.Resolve(null, 8080)!.Candidates.Take(2));
        Assert.Equal([0], HttpBinding.Resolve(null, 0)!.Candidates);
        Assert.Equal([0], HttpBinding.Resolve(new HttpChoice(new Endpoint("127.0.0.1", 0)), 8080)!.Candidates);
        Assert.Null(HttpBinding.Resolve(HttpChoice.Off, 8080));
    }

    [Fact]
    public void A_given_port_in_use_is_refused()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port;

        var refused = Assert.Throws<UserInputException>(() => HttpBinding.Resolve(new HttpChoice(new Endpoint("127.0.0.1", port)), 8080));
        Assert.Equal($"port {port} on 127.0.0.1 is in use: give another --http, or 0 for any free one", refused.Message);
    }

    [Fact]
    public void On_every_address_it_is_advertised_by_the_node_s_name_and_answers_to_any()
    {
        var endpoint = HttpBinding.Resolve(new HttpChoice(new Endpoint("0.0.0.0", 0)), 8080)!;

        Assert.Equal("gan-1:9100", endpoint.Advertised(9100, "gan-1"));
        Assert.Empty(endpoint.Names);
    }

    [Fact]
    public void On_loopback_it_answers_to_loopback_s_names_alone()
    {
        var endpoint = HttpBinding.Resolve(new HttpChoice(new Endpoint("127.0.0.1", 0)), 8080)!;

        Assert.Equal("127.0.0.1:9100", endpoint.Advertised(9100, "gan-1"));
        Assert.Equal(["localhost", "127.0.0.1", "[::1]"], endpoint.Names);
    }
}
