using System.Net;
using Akka.Configuration;

namespace Akka.Remote;

/// <summary>The keys of akka.remote.dot-netty.tcp.</summary>
internal sealed record RemoteSettings
{
    private const string Section = "akka.remote.dot-netty.tcp";

    public string Host { get; init; } = "";

    public string PublicHostSetting { get; init; } = "";

    public int Port { get; init; }

    public int PublicPort { get; init; }

    public int MaximumFrameSize { get; init; }

    public bool EnableSsl { get; init; }

    /// <summary>What may wait for one address before more of it becomes dead letters.</summary>
    public long MaximumQueueBytes { get; init; } = 64 * 1024 * 1024;

    /// <summary>How long messages wait for an address where nobody answers (Akka: retry-gate-closed-for).</summary>
    public TimeSpan GiveUpAfter { get; init; }

    public static RemoteSettings From(Config config) => new()
    {
        Host = config.GetString(Section + ".hostname", ""),
        PublicHostSetting = config.GetString(Section + ".public-hostname", ""),
        Port = config.GetInt(Section + ".port", 2552),
        PublicPort = config.GetInt(Section + ".public-port"),
        MaximumFrameSize = checked((int)(config.GetByteSize(Section + ".maximum-frame-size") ?? 128_000)),
        EnableSsl = config.GetBoolean(Section + ".enable-ssl"),
        GiveUpAfter = config.GetTimeSpan("akka.remote.retry-gate-closed-for", TimeSpan.FromSeconds(5)),
    };

    public IPAddress BindAddress() => Host.Length == 0
        ? IPAddress.Any
        : IPAddress.TryParse(Host, out IPAddress? address) ? address : Dns.GetHostAddresses(Host)[0];

    public string PublicHost() => PublicHostSetting.Length > 0 ? PublicHostSetting : Host.Length > 0 ? Host : Dns.GetHostName();
}
