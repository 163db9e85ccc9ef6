using Akka.Actor;
using Akka.Cluster;

namespace Akka.Remote.Tcp;

/// <summary>Called on the transport's threads.</summary>
internal interface ITransportEvents
{
    void Received(UniqueAddress from, byte[] frame);

    void Connected(UniqueAddress remote, bool inbound);

    void Disconnected(UniqueAddress remote, bool inbound);

    /// <summary>Nobody could be reached there for as long as messages wait.</summary>
    void Unreached(Address remote, Exception cause);

    void Dropped(Outgoing outgoing);

    /// <summary>A connection from outside was refused, or ended by what it sent.</summary>
    void Refused(string peer, Exception cause);
}
