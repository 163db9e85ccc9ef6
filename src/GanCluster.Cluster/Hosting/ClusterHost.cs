using System.Collections.Immutable;
using Akka.Actor;
using Akka.Cluster.Hosting;
using Akka.Configuration;
using Akka.Hosting;
using Akka.Remote.Hosting;
using GanCluster.Cluster.Coordination;
using GanCluster.Cluster.Peers;
using GanCluster.Cluster.Wire;
using GanCluster.Core.Terms;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using AkkaLevel = Akka.Event.LogLevel;

namespace GanCluster.Cluster.Hosting;

/// <summary>
/// The host of a node's actor system. Settings go, from the weakest to the strongest: Akka.NET's own, this project's, the user's
/// file, the command line's and what the protocol depends on.
/// </summary>
public static class ClusterHost
{
    public const string Name = "gancluster";

    /// <summary>The singleton's name, and its manager's.</summary>
    private const string Coordinator = "coordinator";

    /// <summary>What has no typed option. A user's file may change it.</summary>
    private const string Defaults = """
        akka {
          stdout-loglevel = OFF
          log-dead-letters = off
          # Control messages stay below 120 kB, most of them below 1 kB.
          remote.log-frame-size-exceeding = 16000b
          # A node that is not there yet, or is started again, is tried again soon.
          remote.retry-gate-closed-for = 1s
          cluster {
            # A run has few nodes, and whoever starts or ends one waits for their word.
            gossip-interval = 200ms
            leader-actions-interval = 200ms
            split-brain-resolver.stable-after = 7s
          }
          # A node that can't say goodbye goes without: the others notice.
          coordinated-shutdown.phases {
            cluster-leave.timeout = 2s
            cluster-exiting.timeout = 2s
            cluster-exiting-done.timeout = 2s
          }
        }
        """;

    /// <summary>A coordinator that is not there yet is asked again soon. Not so among coordinators, where who gets no answer in that
    /// time forms a cluster of its own; a worker never does.</summary>
    private const string WorkerDefaults = """
        akka.cluster {
          seed-node-timeout = 1s
          downing-provider-class = "Akka.Cluster.NoDowning, Akka.Cluster"
        }
        """;

    private const string CoordinatorDefaults =
        "akka.cluster.downing-provider-class = \"GanCluster.Cluster.Hosting.CoordinatorsDowning, GanCluster.Cluster\"";

    /// <summary>What a user's file can't change: signals and exit codes are the command's.</summary>
    private const string Fixed = """
        akka.coordinated-shutdown {
          exit-clr = off
          run-by-clr-shutdown-hook = off
        }
        """;

    /// <param name="secured">Whether the nodes have a certificate: Akka names such addresses otherwise.</param>
    public static Address AddressOf(string host, int port, bool secured) =>
        new(secured ? "akka.ssl.tcp" : "akka.tcp", Name, host, port);

    /// <param name="role"><see cref="Protocol.CoordinatorRole"/> or <see cref="Protocol.WorkerRole"/>.</param>
    /// <param name="strangers">Told of peers that show a certificate which is not trusted.</param>
    /// <param name="note">Told what Akka.NET has to say to the user, a line each.</param>
    /// <param name="actors">Adds the node's own actors and health checks.</param>
    internal static IHost Build(
        ClusterAddress address,
        string role,
        Strangers strangers,
        Action<string> note,
        Action<AkkaConfigurationBuilder> actors) => Build(new NoteLoggerProvider(note, strangers), akka =>
    {
        akka.AddHocon(ConfigurationFactory.ParseString(Defaults), HoconAddMode.Prepend)
            .WithRemoting(new RemoteOptions { MaxFrameSize = 128_000 })
            .WithClustering(Clustering)
            .AddHocon(
                ConfigurationFactory.ParseString(role == Protocol.WorkerRole ? WorkerDefaults : CoordinatorDefaults), HoconAddMode.Prepend)
            .AddHocon(address.Settings, HoconAddMode.Prepend)
            .WithRemoting(Remoting(address, strangers))
            .WithClustering(new ClusterOptions { Roles = [role] })
            .WithCustomSerializer(Name, [typeof(IClusterMessage)], system => new ClusterSerializer(system));
        actors(akka);
    });

    /// <summary>The host of an actor system that is alone: it has no address and no peers, and what is sent stays in the
    /// process.</summary>
    /// <inheritdoc cref="Build(ClusterAddress, string, Strangers, Action{string}, Action{AkkaConfigurationBuilder})"/>
    internal static IHost BuildAlone(Action<string> note, Action<AkkaConfigurationBuilder> actors) =>
        Build(new NoteLoggerProvider(note, new Strangers((_, _) => { })), akka =>
        {
            akka.AddHocon(ConfigurationFactory.ParseString(Defaults), HoconAddMode.Prepend);
            actors(akka);
        });

    private static IHost Build(NoteLoggerProvider notes, Action<AkkaConfigurationBuilder> system)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Configuration.AddEnvironmentVariables();
        builder.Services.AddSingleton<IHostLifetime, NoLifetime>();
        var level = AddLogging(builder, notes);
        builder.Services.AddHealthChecks();
        builder.Services.AddAkka(Name, akka =>
        {
            akka.ConfigureLoggers(loggers =>
            {
                loggers.ClearLoggers();
                loggers.AddLoggerFactory();
                loggers.LogLevel = level;
            });
            system(akka);
            akka.AddHocon(ConfigurationFactory.ParseString(Fixed), HoconAddMode.Prepend)
                .WithActorSystemLivenessCheck()
                .WithActors((system, _) => system.ActorOf(Props.Create(() => new LostMessageActor()), "lost-messages"));
        });
        return builder.Build();
    }

    internal static AkkaConfigurationBuilder WithCoordinator(
        this AkkaConfigurationBuilder akka, CoordinatorSettings settings) => akka.WithSingleton<CoordinatorActor>(
            Coordinator, Props.Create(() => new CoordinatorActor(settings)), Singleton(PoisonPill.Instance));

    internal static AkkaConfigurationBuilder WithCoordinatorProxy(this AkkaConfigurationBuilder akka) =>
        akka.WithSingletonProxy<CoordinatorActor>(Coordinator, Singleton(terminationMessage: null));

    /// <summary>The node's part among several coordinators.</summary>
    /// <param name="others">Where they listen.</param>
    internal static AkkaConfigurationBuilder WithPeer(
        this AkkaConfigurationBuilder akka, PeerSettings settings, ImmutableDictionary<CoordinatorId, Address> others)
    {
        var paths = others.ToImmutableDictionary(o => o.Key, o => new RootActorPath(o.Value) / "user" / PeerActor.Name);
        return akka.WithActors((system, registry) =>
        {
            var membership = system.ActorOf(
                Props.Create(() => new MembershipActor(settings.Self, others, settings.Time)), "membership");
            var heeded = settings with
            {
                ActingHeard = acting => membership.Tell(new MembershipActor.ActingHeard(acting), ActorRefs.NoSender),
            };
            registry.Register<PeerActor>(system.ActorOf(Props.Create(() => new PeerActor(heeded, paths)), PeerActor.Name));
        });
    }

    internal static IActorRef PeerOf(ActorSystem system) => ActorRegistry.For(system).Get<PeerActor>();

    /// <summary>Started apart from the host, so that what keeps it from starting comes to the caller as it is.</summary>
    internal static async Task<ActorSystem> StartSystem(this IHost host)
    {
        var system = host.Services.GetRequiredService<ActorSystem>();
        await host.StartAsync().ConfigureAwait(false);
        return system;
    }

    internal static IActorRef CoordinatorOf(ActorSystem system) => ActorRegistry.For(system).Get<CoordinatorActor>();

    private static ClusterOptions Clustering => new()
    {
        MinimumNumberOfMembers = 1,
        // A machine that trains on every core may hold up a heartbeat; no step waits for this detector.
        FailureDetector = new PhiAccrualFailureDetectorOptions
        {
            HeartbeatInterval = TimeSpan.FromSeconds(1),
            AcceptableHeartbeatPause = TimeSpan.FromSeconds(5),
        },
    };

    private static ClusterSingletonOptions Singleton(object? terminationMessage) => new()
    {
        Role = Protocol.CoordinatorRole,
        TerminationMessage = terminationMessage,
        LogSingletonIdentificationFailure = false,
    };

    private static RemoteOptions Remoting(ClusterAddress address, Strangers strangers) => new()
    {
        HostName = address.Bind,
        PublicHostName = address.Host,
        Port = address.Port,
        EnableSsl = address.Trust is not null,
        Ssl = address.Trust is { } trust
            ? new SslOptions
            {
                X509Certificate = trust.Own,
                SuppressValidation = false,
                RequireMutualAuthentication = true,
                ValidateCertificateHostname = false,
                CustomValidator = strangers.AllButTrusted(trust),
            }
            : new SslOptions(),
    };

    /// <summary>The usual configuration of logging, from the environment; without one, what a user has to know.</summary>
    /// <returns>What Akka.NET has to say; what it does not say costs it nothing.</returns>
    private static AkkaLevel AddLogging(HostApplicationBuilder builder, NoteLoggerProvider notes)
    {
        var levels = builder.Configuration.GetSection("Logging");
        builder.Logging.ClearProviders().AddProvider(notes);
        if (!levels.Exists())
        {
            // A check that fails is an answer to who asked.
            builder.Logging.SetMinimumLevel(LogLevel.Warning)
                .AddFilter("Microsoft.Extensions.Diagnostics.HealthChecks", LogLevel.None);
            return AkkaLevel.WarningLevel;
        }

        notes.TellsAll = true;
        builder.Logging.AddConfiguration(levels);
        return Enum.TryParse<LogLevel>(levels["LogLevel:Akka"] ?? levels["LogLevel:Default"], ignoreCase: true, out var level)
            ? level switch
            {
                <= LogLevel.Debug => AkkaLevel.DebugLevel,
                LogLevel.Information => AkkaLevel.InfoLevel,
                LogLevel.Warning => AkkaLevel.WarningLevel,
                _ => AkkaLevel.ErrorLevel,
            }
            : AkkaLevel.WarningLevel;
    }

    /// <summary>Signals are the command's, not the host's.</summary>
    private sealed class NoLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
