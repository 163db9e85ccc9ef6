using System.Net;

namespace GanCluster.Exchange.Tcp;

public sealed record TcpExchangeOptions
{
    public IPAddress Bind { get; init; } = IPAddress.Loopback;

    /// <summary>0: any free port.</summary>
    public int Port { get; init; }

    /// <summary>The name or address at which the other nodes reach <see cref="Bind"/>.</summary>
    public string AdvertisedHost { get; init; } = "127.0.0.1";

    /// <summary>The run's secret: who can't prove to hold it is refused.</summary>
    public required byte[] Key { get; init; }

    public required string Run { get; init; }

    /// <summary>For connecting and admission together.</summary>
    public TimeSpan HandshakeTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long a node that is being dialled for an attempt may take to come up.</summary>
    public TimeSpan DialTimeout { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>A version's transfer ends when no byte of it comes for so long.</summary>
    public TimeSpan StallTimeout { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>How long a frame that is under way may take to end once its attempt is broken; then its connection is
    /// closed.</summary>
    public TimeSpan BreakGrace { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Bytes of a frame's floats: a broken attempt stops between two frames.</summary>
    public int MaxFrame { get; init; } = 1 << 20;

    /// <summary>Bytes that one peer may make this node hold for an exchange.</summary>
    public long MaxHeld { get; init; } = 2L << 30;

    /// <summary>Bytes of a version's tensors.</summary>
    public long MaxVersion { get; init; } = 4L << 30;
}
