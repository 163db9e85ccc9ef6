using System.Net.Sockets;
using System.Security.Authentication;
using Akka.Actor;
using Akka.Cluster;
using Akka.Remote.Tls;

namespace Akka.Remote.Tcp;

/// <summary>
/// All that goes to one address, over a connection of its own that carries nothing back but the handshake. A thread dials and
/// writes
/// while there is something to send or the connection stands; senders only put frames into the queue.
/// </summary>
internal sealed class Association(
    Address remote, UniqueAddress self, RemoteSettings settings, TlsSettings? tls, ITransportEvents events)
    : IDisposable
{
    private const int BatchLength = 64 * 1024;
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(1);
    private readonly Lock _guard = new();
    private readonly AutoResetEvent _work = new(false);
    private readonly CancellationTokenSource _stop = new();
    private readonly SendQueue _queue = new(settings.MaximumQueueBytes);
    private readonly byte[] _batch = new byte[Math.Max(BatchLength, Frames.HeaderLength + settings.MaximumFrameSize)];
    private Thread? _writer;
    private Connection? _connection;
    private bool _running;
    private bool _closing;
    private bool _renew;

    /// <summary>Who answered the last handshake.</summary>
    public UniqueAddress? Peer { get; private set; }

    public void Send(Outgoing outgoing, bool urgent)
    {
        bool taken;
        lock (_guard)
        {
            taken = !_closing && _queue.TryAdd(outgoing, urgent);
            if (taken && !_running)
            {
                _running = true;
                _writer = new Thread(Run) { IsBackground = true, Name = $"akka-to-{self.Address.Port}" };
                _writer.Start();
            }
            if (taken)
            {
                _work.Set();
            }
        }
        if (!taken)
        {
            events.Dropped(outgoing);
        }
    }

    /// <summary>The node there was started anew: the connection is to one that is gone.</summary>
    public void Renew()
    {
        lock (_guard)
        {
            if (!_closing)
            {
                _renew = true;
                _connection?.Dispose();
                _work.Set();
            }
        }
    }

    /// <summary>Breaks the connection without a word, as a cut cable does.</summary>
    public void Abort()
    {
        lock (_guard)
        {
            _connection?.Dispose();
        }
    }

    /// <summary>Takes nothing more; the thread ends by itself when what waits has gone, or at the first failure.</summary>
    public void Retire()
    {
        lock (_guard)
        {
            _closing = true;
            _work.Set();
        }
    }

    /// <returns>Whether a retired one has ended and everything of it is freed.</returns>
    public bool TryFinish()
    {
        lock (_guard)
        {
            if (!_closing || _running)
            {
                return false;
            }
        }
        Close(TimeSpan.Zero);
        return true;
    }

    /// <summary>Sends what waits if that takes no longer than the time given, and ends the thread.</summary>
    public void Close(TimeSpan flush)
    {
        Thread? writer;
        Retire();
        lock (_guard)
        {
            writer = _writer;
        }
        if (writer is not null && (flush <= TimeSpan.Zero || !writer.Join(flush)))
        {
            _stop.Cancel();
            Abort();
            writer.Join();
        }
        DropQueued();
        _stop.Dispose();
        _work.Dispose();
    }

    public void Dispose() => Close(TimeSpan.Zero);

    private void Run()
    {
        TimeSpan pause = FirstPause;
        long failing = 0;
        while (KeepsRunning())
        {
            try
            {
                if (_connection is null || _renew || _connection.IsClosedByPeer)
                {
                    Disconnect();
                    Connect();
                }
                (pause, failing) = (FirstPause, 0);
                WriteQueued();
                _work.WaitOne();
            }
            catch (Exception e) when (IsOfTheNetwork(e))
            {
                Disconnect();
                failing = failing == 0 ? Environment.TickCount64 : failing;
                if (_closing || Environment.TickCount64 - failing > settings.GiveUpAfter.TotalMilliseconds)
                {
                    events.Unreached(remote, e);
                    DropQueued();
                    (pause, failing) = (FirstPause, 0);
                    continue;
                }
                _stop.Token.WaitHandle.WaitOne(pause);
                pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
            }
        }
        Disconnect();
    }

    /// <summary>The thread ends when it is told to, or when nothing waits and no connection stands.</summary>
    private bool KeepsRunning()
    {
        lock (_guard)
        {
            bool runs = !_stop.IsCancellationRequested && (!_queue.IsEmpty || (_connection is not null && !_closing));
            _running = runs;
            return runs;
        }
    }

    private void Connect()
    {
        _renew = false;
        Connection connection = Connection.Dial(remote, _stop.Token);
        lock (_guard)
        {
            _connection = connection;
        }
        _stop.Token.ThrowIfCancellationRequested();
        connection.SecureAsClient(tls, remote.Host!);
        Peer = Handshake.Dial(connection.Stream, self, remote);
        connection.Established();
        events.Connected(Peer, inbound: false);
    }

    private void WriteQueued()
    {
        int length;
        while ((length = FillBatch()) > 0)
        {
            _connection!.Stream.Write(_batch, 0, length);
        }
    }

    private int FillBatch()
    {
        int length = 0;
        lock (_guard)
        {
            while (_queue.TryPeek(out Outgoing? next)
                && (length == 0 || length + Frames.HeaderLength + next.Frame.Length <= BatchLength))
            {
                byte[] frame = _queue.Take().Frame;
                Frames.WriteHeader(_batch.AsSpan(length), frame.Length);
                frame.CopyTo(_batch, length + Frames.HeaderLength);
                length += Frames.HeaderLength + frame.Length;
            }
        }
        return length;
    }

    private void Disconnect()
    {
        Connection? connection;
        lock (_guard)
        {
            connection = _connection;
            _connection = null;
        }
        connection?.Dispose();
        if (connection is not null && Peer is not null)
        {
            events.Disconnected(Peer, inbound: false);
        }
    }

    private void DropQueued()
    {
        while (true)
        {
            Outgoing dropped;
            lock (_guard)
            {
                if (_queue.IsEmpty)
                {
                    return;
                }
                dropped = _queue.Take();
            }
            events.Dropped(dropped);
        }
    }

    private static bool IsOfTheNetwork(Exception e) =>
        e is IOException or SocketException or ObjectDisposedException or InvalidDataException or AuthenticationException
            or OperationCanceledException;
}
