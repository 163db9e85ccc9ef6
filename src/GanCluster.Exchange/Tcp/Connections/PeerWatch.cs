using GanCluster.Core;

namespace GanCluster.Exchange.Tcp.Connections;

/// <summary>A connection on which nothing is sent: when it breaks, the peer or the way to it is gone.</summary>
/// <param name="closing">Ends the watch as well.</param>
internal sealed class PeerWatch(
    NodeIdentity self, Endpoint peer, Action made, Action<string> broken, CancellationToken closing) : IDisposable
{
    private readonly Lock _lock = new();
    private CancellationTokenRegistration _closing;
    private Channel? _channel;
    private bool _ended;

    public void Start()
    {
        _closing = closing.Register(Dispose);
        new Thread(Run) { IsBackground = true, Name = $"watch {peer}" }.Start();
    }

    public void Dispose()
    {
        _closing.Unregister();
        End()?.Close();
    }

    /// <summary>Holds the peer's side of a watch until it ends.</summary>
    public static void Hold(Channel channel, CancellationToken closing)
    {
        using var closed = closing.Register(channel.Close);
        try
        {
            channel.Receive(new byte[1]);
        }
        catch (Exception gone) when (Sockets.IsBroken(gone))
        {
            // That is what it is for.
        }

        channel.Close();
    }

    private void Run()
    {
        string reason;
        try
        {
            var channel = Handshake.Dial(self, peer, ConnectionKind.Watch);
            if (!Keep(channel))
            {
                channel.Close();
                return;
            }

            made();
            channel.Receive(new byte[1]);
            reason = "it sent what it must not";
        }
        catch (Exception failure) when (Sockets.IsBroken(failure))
        {
            reason = failure.Message;
        }

        lock (_lock)
        {
            if (_ended)
            {
                return;
            }
        }

        Dispose();
        broken(reason);
    }

    private bool Keep(Channel channel)
    {
        lock (_lock)
        {
            _channel = channel;
            return !_ended;
        }
    }

    private Channel? End()
    {
        lock (_lock)
        {
            _ended = true;
            return _channel;
        }
    }
}
