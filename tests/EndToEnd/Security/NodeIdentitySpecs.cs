using System.Net;
using System.Net.Sockets;
using GanCluster.Core;
using GanCluster.EndToEnd.Tests.Commands;
using GanCluster.Node.Options;
using GanCluster.Node.Security;

namespace GanCluster.EndToEnd.Tests.Security;

public sealed class NodeIdentitySpecs : IDisposable
{
    private static readonly NodeAddressOptions Loopback = new("127.0.0.1", null, null, 0, null, null);

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("127.0.0.1", "127.0.0.1")]
    [InlineData("localhost", "127.0.0.2")]
    [InlineData("::1", "::1")]
    public void Loopback_needs_nothing(string host, string bind) => BindRules.Check(host, bind, false, false);

    [Theory]
    [InlineData("10.0.0.1", "10.0.0.1", "10.0.0.1")]
    [InlineData("127.0.0.1", "0.0.0.0", "0.0.0.0")]
    [InlineData("gan-1", "127.0.0.1", "gan-1")]
    [InlineData("::1", "::", "::")]
    public void What_others_can_reach_needs_a_secret_and_a_certificate(string host, string bind, string named)
    {
        Assert.Equal(
            $"{named} can be reached from other machines and there is no secret; give --secret-file or GANCLUSTER_SECRET",
            Refusal(() => BindRules.Check(host, bind, false, true)));
        Assert.Equal(
            $"{named} can be reached from other machines and there is no certificate; "
                + "give --certificate (`gancluster certificate` makes one)",
            Refusal(() => BindRules.Check(host, bind, true, false)));
        BindRules.Check(host, bind, true, true);
    }

    [Theory]
    [InlineData("0.0.0.0")]
    [InlineData("::")]
    public void Every_address_is_none_that_others_could_use(string host) => Assert.Equal(
        $"--host is {host}, which no other node can reach; give this machine's address, and {host} as --bind",
        Refusal(() => BindRules.Check(host, host, true, true)));

    [Fact]
    public void A_port_that_is_given_and_busy_is_refused()
    {
        using var busy = Listener();
        Assert.Equal(
            $"port {Port(busy)} on 127.0.0.1 is in use: give another --port, or 0 for any free one",
            Refusal(() => Resolve(Loopback with { Port = Port(busy) }, preferredPort: 0)));
        Assert.Equal(
            $"port {Port(busy)} on 127.0.0.1 is in use: give another --data-port, or 0 for any free one",
            Refusal(() => Resolve(Loopback with { DataPort = Port(busy) }, preferredPort: 0)));
        Assert.Equal(
            "--port and --data-port are both 5; give two",
            Refusal(() => Resolve(Loopback with { Port = 5, DataPort = 5 }, preferredPort: 0)));
    }

    [Fact]
    public void A_preferred_port_that_is_busy_gives_way_to_the_next_free_one()
    {
        using var busy = Listener();
        Assert.InRange(Resolve(Loopback, Port(busy)).Port, Port(busy) + 1, Port(busy) + 99);
        Assert.Equal(0, Resolve(Loopback with { Port = 0 }, Port(busy)).Port);
        Assert.Equal(0, Resolve(Loopback, preferredPort: 0).Port);
    }

    [Fact]
    public void A_port_that_is_free_is_taken_and_still_free()
    {
        var port = FreePort.From("127.0.0.1", 20_000);
        Assert.Equal(port, FreePort.Given("127.0.0.1", port, "--port"));
        using var listener = new TcpListener(IPAddress.Loopback, port);
        listener.Start();
    }

    [Fact]
    public void Ports_that_are_told_before_they_are_listened_on_are_none_that_a_connection_may_take_meanwhile()
    {
        var ports = FreePort.Several("127.0.0.1", 40);
        Assert.Equal(40, ports.Distinct().Count());
        Assert.All(ports, port => Assert.InRange(port, 20_000, 32_000));
        using var busy = new TcpListener(IPAddress.Loopback, ports[0]);
        busy.Start();
        Assert.DoesNotContain(ports[0], FreePort.Several("127.0.0.1", 11_000));
    }

    [Fact]
    public void An_address_of_another_machine_is_refused()
    {
        Assert.Contains(
            "192.0.2.1 is not an address of this machine", Refusal(() => FreePort.Given("192.0.2.1", 0, "--port")),
            StringComparison.Ordinal);
        Assert.Contains(
            "'no-such-host.invalid' is not known here", Refusal(() => FreePort.Given("no-such-host.invalid", 0, "--port")),
            StringComparison.Ordinal);
    }

    [Fact]
    public void An_endpoint_that_others_can_reach_has_both_loaded()
    {
        var pfx = _folder.Below("node.pfx");
        File.WriteAllBytes(pfx, NodeCertificate.Make(DateTimeOffset.UtcNow));
        var open = Loopback with
        {
            Bind = "0.0.0.0", SecretFile = _folder.Write("secret", "0123456789abcdef\n"), Certificate = pfx,
        };
        var told = new List<string>();
        File.SetUnixFileMode(pfx, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.OtherRead);
        using var endpoint = NodeIdentity.Resolve(open, preferredPort: 0, told.Add);
        Assert.Equal([$"the certificate's key in '{pfx}' can be read by other users: chmod 600 '{pfx}'"], told);
        Assert.Equal(("127.0.0.1", "0.0.0.0"), (endpoint.Host, endpoint.Bind));
        Assert.Equal(16, endpoint.Secret!.Bytes.Length);
        Assert.True(endpoint.Trust!.Own.HasPrivateKey);
        Assert.Contains("there is no certificate", Refusal(() => Resolve(open with { Certificate = null }, 0)));
    }

    [Fact]
    public void A_worker_that_the_coordinator_could_not_reach_is_refused()
    {
        using var endpoint = Resolve(Loopback, preferredPort: 0);
        endpoint.CheckJoin([new Endpoint("localhost", 4053)]);
        Assert.Equal(
            "gan-1 can't reach this node at 127.0.0.1; give this machine's address as --host",
            Refusal(() => endpoint.CheckJoin([new Endpoint("localhost", 4053), new Endpoint("gan-1", 4053)])));
    }

    private static NodeIdentity Resolve(NodeAddressOptions options, int preferredPort) =>
        NodeIdentity.Resolve(options, preferredPort, _ => { });

    private static string Refusal(Action act) => Assert.Throws<UserInputException>(act).Message;

    private static TcpListener Listener()
    {
        var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return listener;
    }

    private static int Port(TcpListener listener) => ((IPEndPoint)listener.LocalEndpoint).Port;
}
