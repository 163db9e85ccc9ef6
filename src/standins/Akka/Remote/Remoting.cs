using System.Security.Cryptography;
using System.Text;
using Akka.Actor;
using Akka.Actor.Setup;
using Akka.Cluster;
using Akka.Event;
using Akka.Internal;
using Akka.Remote.Tcp;
using Akka.Remote.Tls;
using Akka.Remote.Transport.DotNetty;

namespace Akka.Remote;

/// <summary>Joins the transport to the actor system; the cluster, if there is one, lives on top of it.</summary>
internal sealed class Remoting(bool clustered, ActorSystemSetup setup) : RemoteProvider, ITransportEvents, IDisposable
{
    private static readonly TimeSpan KeepAliveInterval = TimeSpan.FromSeconds(1);
    private static readonly byte[] KeepAlive = Wire.Frame(FrameKind.KeepAlive, _ => { });
    private readonly Watches _watches = new();
    private ActorSystemImpl _system = null!;
    private MessageCodec _codec = null!;
    private RemoteSettings _settings = null!;
    private TcpTransport _transport = null!;
    private Timer? _keepAlive;

    public override Address DefaultAddress => _transport.Self.Address;

    /// <summary>Null where the provider is "remote".</summary>
    public Akka.Cluster.Cluster? Cluster { get; private set; }

    /// <summary>For specs: what a cut cable does.</summary>
    public TcpTransport Transport => _transport;

    public override void Start(ActorSystemImpl system)
    {
        _system = system;
        _codec = new MessageCodec(system);
        _settings = RemoteSettings.From(system.Settings.Config);
        TlsSettings? tls = _settings.EnableSsl
            ? TlsSettings.From(system.Settings.Config, setup.Find<DotNettySslSetup>(), system.Log)
            : null;
        _transport = new TcpTransport(system.Name, RandomNumberGenerator.GetInt32(1, int.MaxValue), _settings, tls, this);
        try
        {
            Cluster = clustered ? new Akka.Cluster.Cluster(system, this) : null;
            _transport.Start();
            _keepAlive = new Timer(_ => KeepWatchedAlive(), null, KeepAliveInterval, KeepAliveInterval);
            Cluster?.Start();
        }
        catch
        {
            Cluster?.Shutdown();
            Dispose();
            throw;
        }
    }

    public override void Send(ActorPath recipient, object message, IActorRef? sender)
    {
        byte[] frame;
        try
        {
            frame = _codec.Frame(recipient, message, sender);
        }
#pragma warning disable CA1031 // The product's serializer may throw anything; the sender is not to blame on its own thread.
        catch (Exception e)
#pragma warning restore CA1031
        {
            _system.Log.Error(e, "{0} to {1} was dropped: {2}", message.GetType(), recipient, e.Message);
            return;
        }
        if (frame.Length > _settings.MaximumFrameSize)
        {
            _system.Log.Error(
                "Discarding oversized payload sent to {0}: max allowed size {1} bytes, actual size of encoded {2} was {3} bytes.",
                recipient, _settings.MaximumFrameSize, message.GetType(), frame.Length);
            return;
        }
        _transport.Send(recipient.Address, new Outgoing(frame, message, recipient, sender), urgent: false);
    }

    public override void Watch(IActorRef watchee, IActorRef watcher)
    {
        _watches.Add(watchee, watcher);
        SendPair(FrameKind.Watch, watchee.Path.Address, watchee, watcher);
    }

    public override void Unwatch(IActorRef watchee, IActorRef watcher)
    {
        _watches.Remove(watchee, watcher);
        SendPair(FrameKind.Unwatch, watchee.Path.Address, watchee, watcher);
    }

    public override void NotifyTerminated(IActorRef watchee, IActorRef watcher) =>
        SendPair(FrameKind.Terminated, watcher.Path.Address, watchee, watcher);

    public override void StopRemote(IActorRef actor) => SendOwn(
        actor.Path.Address, Wire.Frame(FrameKind.Stop, writer => writer.Write(MessageCodec.WithUid(actor.Path))), urgent: false);

    public override Task Stop() => Task.Factory.StartNew(
        () =>
        {
            Cluster?.Shutdown();
            Dispose();
        },
        CancellationToken.None,
        TaskCreationOptions.LongRunning,
        TaskScheduler.Default);

    public void Dispose()
    {
        _keepAlive?.Dispose();
        _transport.Dispose();
    }

    public UniqueAddress Self => _transport.Self;

    public void SendToCluster(Address to, IClusterMessage message) => SendOwn(to, ClusterWire.Write(message), urgent: true);

    /// <summary>The cluster has removed this node: all watches of its actors end.</summary>
    public void NodeRemoved(UniqueAddress node)
    {
        _watches.AddressEnded(node.Address);
        _transport.Forget(node);
    }

    void ITransportEvents.Received(UniqueAddress from, byte[] frame)
    {
        using BinaryReader reader = new(new MemoryStream(frame), Encoding.UTF8);
        switch ((FrameKind)reader.ReadByte())
        {
            case FrameKind.Message:
                Deliver(from, reader);
                break;
            case FrameKind.Cluster:
                Cluster?.Receive(from, ClusterWire.Read(reader));
                break;
            case FrameKind.Watch:
                (IActorRef watchee, IActorRef watcher) = ReadPair(reader);
                ((ActorRefBase)watchee).SendSystem(new Watch(watchee, watcher));
                break;
            case FrameKind.Unwatch:
                (watchee, watcher) = ReadPair(reader);
                ((ActorRefBase)watchee).SendSystem(new Unwatch(watchee, watcher));
                break;
            case FrameKind.Terminated:
                (watchee, watcher) = ReadPair(reader);
                _watches.Ended(watchee.Path, watcher.Path, reader.ReadBoolean());
                break;
            case FrameKind.Stop:
                _system.Deliver(reader.ReadString(), new Terminate(), null);
                break;
            case FrameKind.KeepAlive:
                break;
            default:
                throw new InvalidDataException("a frame of no known kind");
        }
    }

    void ITransportEvents.Connected(UniqueAddress remote, bool inbound)
    {
        _transport.Seen(remote);
        _watches.Connected(remote);
        if (!inbound)
        {
            foreach ((IActorRef watchee, IActorRef watcher) in _watches.At(remote.Address))
            {
                SendPair(FrameKind.Watch, remote.Address, watchee, watcher);
            }
        }
        _system.EventStream.Publish(new AssociatedEvent(DefaultAddress, remote.Address, inbound));
    }

    void ITransportEvents.Disconnected(UniqueAddress remote, bool inbound) =>
        _system.EventStream.Publish(new DisassociatedEvent(DefaultAddress, remote.Address, inbound));

    void ITransportEvents.Unreached(Address remote, Exception cause)
    {
        _system.Log.Warning("Association with remote system {0} has failed: {1}", remote, cause.Message);
        _system.EventStream.Publish(new AssociationErrorEvent(cause, DefaultAddress, remote, inbound: false));
        if (Cluster?.IsMember(remote) != true)
        {
            _watches.AddressEnded(remote);
        }
    }

    void ITransportEvents.Dropped(Outgoing outgoing)
    {
        if (outgoing.Message is not null)
        {
            _system.PublishDeadLetter(outgoing.Message, outgoing.Sender, _system.Resolve(outgoing.Recipient!));
        }
    }

    void ITransportEvents.Refused(string peer, Exception cause) =>
        _system.Log.Warning("A connection from {0} was closed: {1}", peer, cause.Message);

    private void Deliver(UniqueAddress from, BinaryReader reader)
    {
        string recipient = reader.ReadString();
        string sender = reader.ReadString();
        object message;
        try
        {
            message = _codec.Read(reader);
        }
#pragma warning disable CA1031 // The product's serializer may throw anything at bytes it does not know.
        catch (Exception e)
#pragma warning restore CA1031
        {
            _system.Log.Error(e, "A message from {0} to {1} was dropped: {2}", from.Address, recipient, e.Message);
            return;
        }
        _system.Deliver(recipient, message, sender.Length == 0 ? null : _system.Provider.ResolveActorRef(sender));
    }

    private void KeepWatchedAlive()
    {
        foreach (Address address in _watches.Addresses())
        {
            SendOwn(address, KeepAlive, urgent: true);
        }
    }

    private void SendPair(FrameKind kind, Address to, IActorRef watchee, IActorRef watcher) => SendOwn(
        to,
        Wire.Frame(kind, writer =>
        {
            writer.Write(Serialization.Serialization.SerializedActorPath(watchee));
            writer.Write(Serialization.Serialization.SerializedActorPath(watcher));
            writer.Write(watchee is not EmptyRef);
        }),
        urgent: false);

    private (IActorRef Watchee, IActorRef Watcher) ReadPair(BinaryReader reader)
    {
        IActorRef watchee = _system.Provider.ResolveActorRef(reader.ReadString());
        return (watchee, _system.Provider.ResolveActorRef(reader.ReadString()));
    }

    private void SendOwn(Address to, byte[] frame, bool urgent) => _transport.Send(to, new Outgoing(frame), urgent);
}
