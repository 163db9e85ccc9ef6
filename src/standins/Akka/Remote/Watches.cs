using Akka.Actor;
using Akka.Cluster;
using Akka.Internal;

namespace Akka.Remote;

/// <summary>
/// Who on this node watches what on others. A watch is sent again whenever a connection to its node is made, so that none is
/// lost with
/// a connection; the other side answers at once for an actor that has gone meanwhile.
/// </summary>
internal sealed class Watches
{
    private readonly Lock _guard = new();
    private readonly HashSet<(IActorRef Watchee, IActorRef Watcher)> _pairs = [];
    private readonly Dictionary<Address, int> _uids = [];

    public void Add(IActorRef watchee, IActorRef watcher)
    {
        lock (_guard)
        {
            _pairs.Add((watchee, watcher));
        }
    }

    public void Remove(IActorRef watchee, IActorRef watcher)
    {
        lock (_guard)
        {
            _pairs.Remove((watchee, watcher));
        }
    }

    public List<Address> Addresses()
    {
        lock (_guard)
        {
            return [.. _pairs.Select(pair => pair.Watchee.Path.Address).Distinct()];
        }
    }

    public List<(IActorRef Watchee, IActorRef Watcher)> At(Address address)
    {
        lock (_guard)
        {
            return [.. _pairs.Where(pair => pair.Watchee.Path.Address.Equals(address))];
        }
    }

    /// <summary>The actor has stopped. A watchee that was looked up without its uid is any of its name.</summary>
    public void Ended(ActorPath watchee, ActorPath watcher, bool existed) => Tell(
        pair => pair.Watchee.Path.Equals(watchee)
            && (pair.Watchee.Path.Uid == 0 || pair.Watchee.Path.Uid == watchee.Uid || watchee.Uid == 0)
            && pair.Watcher.Path.ToStringWithoutAddress() == watcher.ToStringWithoutAddress(),
        existed,
        addressTerminated: false);

    public void AddressEnded(Address address)
    {
        lock (_guard)
        {
            _uids.Remove(address);
        }
        Tell(pair => pair.Watchee.Path.Address.Equals(address), existed: true, addressTerminated: true);
    }

    /// <summary>All watches of an earlier incarnation at this address have ended.</summary>
    public void Connected(UniqueAddress node)
    {
        bool isAnother;
        lock (_guard)
        {
            isAnother = _uids.TryGetValue(node.Address, out int known) && known != node.Uid;
        }
        if (isAnother)
        {
            AddressEnded(node.Address);
        }
        lock (_guard)
        {
            _uids[node.Address] = node.Uid;
        }
    }

    private void Tell(Func<(IActorRef Watchee, IActorRef Watcher), bool> ended, bool existed, bool addressTerminated)
    {
        List<(IActorRef Watchee, IActorRef Watcher)> over;
        lock (_guard)
        {
            over = [.. _pairs.Where(ended)];
            _pairs.ExceptWith(over);
        }
        foreach ((IActorRef watchee, IActorRef watcher) in over)
        {
            ((ActorRefBase)watcher).SendSystem(new DeathWatchNotification(watchee, existed, addressTerminated));
        }
    }
}
