using Akka.Configuration;
using GanCluster.Cluster.Hosting;
using GanCluster.Cluster.Wire;
using GanCluster.Core;

namespace GanCluster.Cluster.Tests.Hosting;

public sealed class ClusterFileSpecs : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("gancluster-conf-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_file_takes_over_another_one_and_wins_over_it()
    {
        Write("cluster.conf", "# {\nakka.cluster { x = \"{\\\"\", y = \"\"\"{\n\"\"\", gossip-interval = 3s, leader-actions-interval = 4s }");
        var settings = ClusterFile.Read(Write("worker.conf", "include \"cluster.conf\"\nakka.cluster.gossip-interval = 5s"));

        Assert.Equal(TimeSpan.FromSeconds(5), settings.GetTimeSpan("akka.cluster.gossip-interval"));
        Assert.Equal(TimeSpan.FromSeconds(4), settings.GetTimeSpan("akka.cluster.leader-actions-interval"));
    }

    [Theory]
    [InlineData("akka { cluster {", "is not HOCON: a } is missing")]
    [InlineData("akka { loggers = [1, 2 }", "is not HOCON: a } closes nothing")]
    [InlineData("akka.cluster.gossip-interval = 3s }", "is not HOCON: a } closes nothing")]
    [InlineData("akka.loglevel = \"DEBUG", "is not HOCON: a \" is not closed")]
    [InlineData("include \"coordinator.conf\"", "includes itself")]
    [InlineData("include \"gone.conf\"", "gone.conf'")]
    public void What_is_no_settings_is_refused_in_one_line_that_names_the_file(string text, string told)
    {
        var path = Write("coordinator.conf", text);

        var refusal = Assert.Throws<UserInputException>(() => ClusterFile.Read(path));

        Assert.Contains(told, refusal.Message, StringComparison.Ordinal);
        Assert.Contains(_folder, refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', refusal.Message);
    }

    [Fact]
    public async Task The_users_file_wins_over_what_a_node_goes_by_but_not_over_the_command_line()
    {
        using var node = new BareNode(ConfigurationFactory.ParseString(
            """
            akka {
              loglevel = ERROR
              remote.dot-netty.tcp { maximum-frame-size = 64000b, port = 1, public-hostname = nowhere }
              cluster {
                roles = [other]
                gossip-interval = 3s
                failure-detector.acceptable-heartbeat-pause = 9s
                split-brain-resolver { active-strategy = keep-oldest, stable-after = 11s }
              }
              coordinated-shutdown.exit-clr = on
            }
            """));

        var settings = await node.Settings();

        Assert.Equal("ERROR", settings.GetString("akka.loglevel"));
        Assert.Equal(64_000, settings.GetByteSize("akka.remote.dot-netty.tcp.maximum-frame-size"));
        Assert.Equal(TimeSpan.FromSeconds(3), settings.GetTimeSpan("akka.cluster.gossip-interval"));
        Assert.Equal(TimeSpan.FromSeconds(9), settings.GetTimeSpan("akka.cluster.failure-detector.acceptable-heartbeat-pause"));
        Assert.Equal("keep-oldest", settings.GetString("akka.cluster.split-brain-resolver.active-strategy"));
        Assert.Equal(TimeSpan.FromSeconds(11), settings.GetTimeSpan("akka.cluster.split-brain-resolver.stable-after"));
        Assert.Equal(["coordinator"], settings.GetStringList("akka.cluster.roles"));
        Assert.Equal(0, settings.GetInt("akka.remote.dot-netty.tcp.port"));
        Assert.Equal("127.0.0.1", settings.GetString("akka.remote.dot-netty.tcp.public-hostname"));
        Assert.False(settings.GetBoolean("akka.coordinated-shutdown.exit-clr"));
    }

    /// <summary>Not Akka.NET's resolver, by which workers that were cut off end a coordinator that lives.</summary>
    [Theory]
    [InlineData(Protocol.CoordinatorRole, "GanCluster.Cluster.Hosting.CoordinatorsDowning, GanCluster.Cluster")]
    [InlineData(Protocol.WorkerRole, "Akka.Cluster.NoDowning, Akka.Cluster")]
    public async Task Coordinators_alone_decide_who_is_out_of_reach_and_a_user_may_have_it_otherwise(string role, string provider)
    {
        const string Key = "akka.cluster.downing-provider-class";
        using (var node = new BareNode(Config.Empty, role))
        {
            Assert.Equal(provider, (await node.Settings()).GetString(Key));
        }

        const string Other = "Akka.Cluster.SBR.SplitBrainResolverProvider, Akka.Cluster";
        using var asked = new BareNode(ConfigurationFactory.ParseString($"{Key} = \"{Other}\""), role);
        Assert.Equal(Other, (await asked.Settings()).GetString(Key));
    }

    [Theory]
    [InlineData(Protocol.WorkerRole, "", 1)]
    [InlineData(Protocol.WorkerRole, "akka.cluster.seed-node-timeout = 3s", 3)]
    [InlineData(Protocol.CoordinatorRole, "", 5)]
    public async Task A_worker_asks_again_every_second_for_a_coordinator_that_is_not_there_yet(string role, string file, int seconds)
    {
        using var node = new BareNode(ConfigurationFactory.ParseString(file), role);

        Assert.Equal(TimeSpan.FromSeconds(seconds), (await node.Settings()).GetTimeSpan("akka.cluster.seed-node-timeout"));
    }

    [Theory]
    [InlineData("coordinator.conf")]
    [InlineData("worker.conf")]
    public async Task The_projects_files_change_nothing_and_show_what_a_node_goes_by(string file)
    {
        var folder = ConfigurationFolder();
        using var plain = new BareNode(Config.Empty);
        using var told = new BareNode(ClusterFile.Read(Path.Combine(folder, file)));
        var (expected, actual) = (await plain.Settings(), await told.Settings());
        var shown = (await File.ReadAllLinesAsync(Path.Combine(folder, "cluster.conf")))
            .Where(line => line.StartsWith("#akka.", StringComparison.Ordinal)).Select(line => line[1..]).ToList();

        Assert.True(shown.Count > 8, "cluster.conf shows no settings");
        Assert.All(shown, line =>
        {
            var (path, one) = (line.Split(" = ")[0], ConfigurationFactory.ParseString(line));
            Assert.Equal(Value(one, path), Value(expected, path), ignoreCase: true);
            Assert.Equal(Value(one, path), Value(actual, path), ignoreCase: true);
        });
    }

    /// <summary>Times and sizes in one unit, whatever they are written in.</summary>
    private static string Value(Config settings, string path) => path.EndsWith("-size", StringComparison.Ordinal)
        ? $"{settings.GetByteSize(path)}"
        : settings.GetString(path) is var text && (char.IsAsciiDigit(text[0]) && !text.EndsWith('b'))
            ? $"{settings.GetTimeSpan(path)}"
            : text;

    private static string ConfigurationFolder()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (Directory.Exists(Path.Combine(folder.FullName, "cluster-config")))
            {
                return Path.Combine(folder.FullName, "cluster-config");
            }
        }

        throw new DirectoryNotFoundException("no cluster-config above the tests");
    }

    private string Write(string name, string text)
    {
        var path = Path.Combine(_folder, name);
        File.WriteAllText(path, text);
        return path;
    }
}
