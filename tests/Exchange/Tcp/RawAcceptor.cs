using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using GanCluster.Core;
using GanCluster.Exchange.Tcp.Connections;

namespace GanCluster.Exchange.Tests.Tcp;

/// <summary>Accepts one connection, and answers it as the test says.</summary>
internal sealed class RawAcceptor : IDisposable
{
    private readonly Socket _listener = new(SocketType.Stream, ProtocolType.Tcp);

    public RawAcceptor(Action<Socket> answer)
    {
        _listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _listener.Listen();
        new Thread(() => Answer(answer)) { IsBackground = true, Name = "raw acceptor" }.Start();
    }

    public Endpoint Endpoint => new("127.0.0.1", ((IPEndPoint)_listener.LocalEndPoint!).Port);

    /// <summary>The dialler's greeting.</summary>
    public static byte[] Hello(Socket socket)
    {
        var length = new byte[2];
        Sockets.Receive(socket, length);
        var hello = new byte[BinaryPrimitives.ReadUInt16LittleEndian(length)];
        Sockets.Receive(socket, hello);
        return hello;
    }

    public void Dispose() => _listener.Dispose();

    private void Answer(Action<Socket> answer)
    {
        try
        {
            using var socket = _listener.Accept();
            answer(socket);
        }
        catch (Exception gone) when (Sockets.IsBroken(gone))
        {
            // The test is over, or the dialler has heard enough.
        }
    }
}
