using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using GanCluster.Core;
using GanCluster.Exchange.Tcp.Connections;

namespace GanCluster.Exchange.Tests.Tcp;

/// <summary>Accepts connections one after another, and answers each as the test says.</summary>
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

    /// <summary>Goes through the handshake as a node of the run.</summary>
    /// <param name="greeted">Called before the welcome.</param>
    public static void Welcome(Socket socket, Action? greeted = null)
    {
        var hello = Hello(socket);
        var nonce = new byte[32];
        greeted?.Invoke();
        Sockets.Send(socket, [1, .. nonce, .. RawClient.Proof("acceptor", hello, nonce)]);
        Sockets.Receive(socket, new byte[32]);
        Sockets.Send(socket, [1]);
    }

    public void Dispose() => _listener.Dispose();

    private void Answer(Action<Socket> answer)
    {
        while (true)
        {
            using var socket = Accept();
            if (socket is null)
            {
                return;
            }

            try
            {
                answer(socket);
            }
            catch (Exception gone) when (Sockets.IsBroken(gone))
            {
                // The dialler has heard enough.
            }
        }
    }

    /// <summary>Null when the test is over.</summary>
    private Socket? Accept()
    {
        try
        {
            return _listener.Accept();
        }
        catch (Exception closed) when (Sockets.IsBroken(closed))
        {
            return null;
        }
    }
}
