using System.Net;
using System.Net.Sockets;
using GanCluster.Core;
using GanCluster.Exchange.Tcp.Connections;

namespace GanCluster.Exchange.Tests.Tcp.Secured;

/// <summary>Passes one connection on to a node, and keeps what its dialler sends.</summary>
internal sealed class Relay : IDisposable
{
    private readonly Socket _listener = new(SocketType.Stream, ProtocolType.Tcp);
    private readonly Socket _far = new(SocketType.Stream, ProtocolType.Tcp);
    private readonly MemoryStream _sent = new();

    public Relay(Endpoint node)
    {
        _listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _listener.Listen();
        _far.Connect(node.Host, node.Port);
        new Thread(() =>
        {
            using var near = _listener.Accept();
            new Thread(() => Pump(_far, near, _ => { })) { IsBackground = true, Name = "relay back" }.Start();
            Pump(near, _far, Keep);
        }) { IsBackground = true, Name = "relay" }.Start();
    }

    public Endpoint Endpoint => new("127.0.0.1", ((IPEndPoint)_listener.LocalEndPoint!).Port);

    public byte[] Sent
    {
        get
        {
            lock (_sent)
            {
                return _sent.ToArray();
            }
        }
    }

    public void Dispose()
    {
        _listener.Dispose();
        _far.Dispose();
    }

    private static void Pump(Socket from, Socket to, Action<ReadOnlyMemory<byte>> keep)
    {
        var buffer = new byte[64 << 10];
        try
        {
            while (from.Receive(buffer) is > 0 and var count)
            {
                keep(buffer.AsMemory(0, count));
                Sockets.Send(to, buffer.AsSpan(0, count));
            }
        }
        catch (Exception gone) when (Sockets.IsBroken(gone))
        {
            // The test has seen enough.
        }
    }

    private void Keep(ReadOnlyMemory<byte> bytes)
    {
        lock (_sent)
        {
            _sent.Write(bytes.Span);
        }
    }
}
