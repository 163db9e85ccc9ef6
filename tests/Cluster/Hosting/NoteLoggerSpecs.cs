using GanCluster.Cluster.Hosting;
using Microsoft.Extensions.Logging;

namespace GanCluster.Cluster.Tests.Hosting;

/// <summary>With lines as Akka.NET 1.5.74 writes them.</summary>
public class NoteLoggerSpecs
{
    private const string Stamp = "[WARNING][11/28/2026 17:47:32.490Z][Thread 0006][remoting (akka://gancluster)] ";
    private readonly List<string> _told = [];
    private readonly Strangers _strangers = new((_, _) => { });

    [Theory]
    [InlineData(
        "AssociationError [akka.tcp://gancluster@127.0.0.1:4153] -> akka.tcp://gancluster@10.0.0.2:42141: Error [Connection refused "
            + "tcp://gancluster@10.0.0.2:42141] []",
        "no connection to 10.0.0.2:42141: Connection refused")]
    [InlineData(
        "Tried to associate with unreachable remote address [akka.tcp://gancluster@10.0.0.2:42141]. Address is now gated for 5000 ms, "
            + "all messages to this address will be delivered to dead letters. Reason: [Connection refused tcp://gancluster@10.0.0.2:42141] ",
        "no connection to 10.0.0.2:42141: Connection refused")]
    [InlineData(
        "Association with remote system akka.tcp://gancluster@10.0.0.2:42141 has failed; address is now gated for 5000 ms. Reason is: "
            + "[Akka.Remote.EndpointException: Outer ---> System.IO.IOException: The link broke\n   at Akka.Remote.Endpoint]",
        "no connection to 10.0.0.2:42141: The link broke")]
    [InlineData(
        "SBR took decision Akka.Cluster.SBR.DownUnreachable and is downing [akka.tcp://gancluster@10.0.0.2:42141, "
            + "akka.tcp://gancluster@10.0.0.3:5], [2] unreachable of [3] members, full reachability status: [Reachability()]",
        "the cluster loses 10.0.0.2:42141, 10.0.0.3:5: DownUnreachable")]
    [InlineData(
        "Downing [akka.tcp://gancluster@10.0.0.2:42141, akka.tcp://gancluster@10.0.0.3:5]: out of reach for 7 s",
        "the cluster loses 10.0.0.2:42141, 10.0.0.3:5: out of reach for 7 s")]
    public void What_a_user_has_to_know_is_one_clear_line(string message, string line)
    {
        Log("remoting (akka://gancluster)", message);

        Assert.Equal([line], _told);
    }

    [Theory]
    [InlineData("Cluster Node [akka.tcp://gancluster@a:1] - Marking node(s) as UNREACHABLE [Member(x)]. Node roles [coordinator]")]
    [InlineData("Association to [akka.tcp://gancluster@a:1] having UID [3] is irrecoverably failed. UID is now quarantined and so on")]
    [InlineData("Association with remote system akka.tcp://gancluster@a:1 has failed; address is now gated for 5000 ms. Reason is: "
        + "[Akka.Remote.EndpointDisassociatedException: Disassociated\n   at Akka.Remote.EndpointWriter]")]
    public void What_another_line_tells_is_not_told_twice(string message)
    {
        Log("Cluster (akka://gancluster)", message);

        Assert.Empty(_told);
    }

    [Theory]
    [InlineData(LogLevel.Error, new[] { "akka: Something else" })]
    [InlineData(LogLevel.Warning, new string[0])]
    public void Of_the_rest_errors_are_told_and_housekeeping_is_not(LogLevel level, string[] told)
    {
        Log("DotNetty", "Something\n  else", level: level);

        Assert.Equal(told, _told);
    }

    [Fact]
    public void Of_a_handshake_that_the_other_side_has_broken_off_the_nodes_tell_why()
    {
        Log(
            "TcpTransport",
            "TLS handshake failed on channel [a:1->b:4053](Id=7a61ce99)\nTLS handshake failed (Client side):\n  Error: Channel is closed\n",
            level: LogLevel.Error);

        Assert.Empty(_told);
    }

    [Fact]
    public void A_failed_actor_is_told_with_its_cause()
    {
        Log("akka://gancluster/user/node", "Prepare failed", new IOException("outer", new IOException("the disk is full")));

        Assert.Equal(["Prepare failed the disk is full"], _told);
    }

    [Fact]
    public void The_same_line_is_told_once()
    {
        Log("remoting", "Something", level: LogLevel.Error);
        Log("remoting", "Something", level: LogLevel.Error);
        Log("remoting", "Something else", level: LogLevel.Error);

        Assert.Equal(["akka: Something", "akka: Something else"], _told);
    }

    [Fact]
    public void After_a_refused_certificate_only_our_own_actors_are_heard()
    {
        _strangers.TurnAway("akka.ssl.tcp://gancluster@10.0.0.2:4053", "why");

        Log("remoting", "AssociationError [akka.tcp://gancluster@a:1] -> akka.tcp://gancluster@b:2: Error [TLS] []");
        Log("TcpTransport", "TLS handshake failed");
        Log("akka://gancluster/user/node", "mine");

        Assert.Equal(["mine"], _told);
    }

    [Theory]
    [InlineData("Error caught channel [[::ffff:10.0.0.1]:4053->[::ffff:10.0.0.2]:{0}](Id=536b{0})")]
    [InlineData("TLS handshake failed on channel [10.0.0.1:4053->10.0.0.2:{0}](Id=536b{0})")]
    public void Who_speaks_no_TLS_is_told_of_once_whatever_it_sends_from_whatever_port(string line)
    {
        foreach (var port in new[] { "55980", "55984" })
        {
            Log(
                "TcpTransport",
                line.Replace("{0}", port, StringComparison.Ordinal),
                new IOException($"not an SSL/TLS record: 3100{port}"),
                level: LogLevel.Error);
        }

        Assert.Equal(["refused a node at 10.0.0.2: it does not speak TLS; give both the same --certificate"], _told);
    }

    [Fact]
    public void Who_has_set_levels_hears_everything_that_passes_them()
    {
        Log("remoting", "Something", tellsAll: true);
        Log("remoting", "Something", tellsAll: true);

        Assert.Equal(["Warning: Something", "Warning: Something"], _told);
    }

    [Theory]
    [InlineData("10.0.0.2:4053", "10.0.0.2")]
    [InlineData("akka.ssl.tcp://gancluster@10.0.0.2:4053", "10.0.0.2")]
    [InlineData("ssl.tcp://gancluster@gan-1:4053", "gan-1")]
    [InlineData("[::ffff:10.0.0.2]:4053", "10.0.0.2")]
    [InlineData("[fd00::2]:4053", "[fd00::2]")]
    public void A_stranger_is_named_by_its_machine_once(string peer, string machine)
    {
        var told = new List<string>();
        var strangers = new Strangers((who, why) => told.Add($"{who}: {why}"));

        strangers.TurnAway(peer, "why");
        strangers.TurnAway(peer, "why");

        Assert.Equal([$"{machine}: why"], told);
    }

    private void Log(string source, string message, Exception? exception = null, bool tellsAll = false, LogLevel level = LogLevel.Warning)
    {
        _logger ??= new NoteLoggerProvider(_told.Add, _strangers);
        _logger.TellsAll = tellsAll;
        var state = new Dictionary<string, object> { ["LogSource"] = source };
        _logger.Log(level, default, state, exception, (_, _) => Stamp + message);
    }

    private NoteLoggerProvider? _logger;
}
