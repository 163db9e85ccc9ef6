using Akka.Configuration;

namespace Akka.Cluster;

/// <summary>The keys of akka.cluster that the membership rules read.</summary>
internal sealed record MembershipOptions
{
    public TimeSpan HeartbeatInterval { get; init; } = TimeSpan.FromSeconds(1);

    public TimeSpan AcceptablePause { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>How long a member stays unreachable before it is downed.</summary>
    public TimeSpan StableAfter { get; init; } = TimeSpan.FromSeconds(20);

    public bool DownsUnreachable { get; init; } = true;

    /// <summary>Empty: every member votes and may lead.</summary>
    public string VotingRole { get; init; } = "";

    public int MinimumMembers { get; init; } = 1;

    public TimeSpan SeedTimeout { get; init; } = TimeSpan.FromSeconds(5);

    public TimeSpan JoinRetry { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Null: tries for ever.</summary>
    public TimeSpan? GiveUpJoining { get; init; }

    public static MembershipOptions From(Config config)
    {
        string strategy = config.GetString("akka.cluster.split-brain-resolver.active-strategy", "keep-majority");
        if (strategy is not ("keep-majority" or "off"))
        {
            throw new NotSupportedException(
                $"akka.cluster.split-brain-resolver.active-strategy: '{strategy}' is not known here; keep-majority and off are.");
        }
        const string Detector = "akka.cluster.failure-detector";
        const string GiveUp = "akka.cluster.shutdown-after-unsuccessful-join-seed-nodes";
        const string Retry = "akka.cluster.retry-unsuccessful-join-after";
        MembershipOptions defaults = new();
        return new MembershipOptions
        {
            HeartbeatInterval = config.GetTimeSpan(Detector + ".heartbeat-interval", defaults.HeartbeatInterval),
            AcceptablePause = config.GetTimeSpan(Detector + ".acceptable-heartbeat-pause", defaults.AcceptablePause),
            StableAfter = config.GetTimeSpan("akka.cluster.split-brain-resolver.stable-after", defaults.StableAfter),
            DownsUnreachable = strategy != "off" && config.GetString("akka.cluster.downing-provider-class", "default").Length > 0,
            VotingRole = config.GetString("akka.cluster.split-brain-resolver.keep-majority.role", ""),
            MinimumMembers = config.GetInt("akka.cluster.min-nr-of-members", defaults.MinimumMembers),
            SeedTimeout = config.GetTimeSpan("akka.cluster.seed-node-timeout", defaults.SeedTimeout),
            JoinRetry = config.GetString(Retry, "10s") is not "off" and string retry
                ? HoconUnits.Duration(Retry, retry, allowInfinite: true)
                : Timeout.InfiniteTimeSpan,
            GiveUpJoining = config.GetString(GiveUp, "off") is not "off" and string wait
                ? HoconUnits.Duration(GiveUp, wait, allowInfinite: false)
                : null,
        };
    }
}
