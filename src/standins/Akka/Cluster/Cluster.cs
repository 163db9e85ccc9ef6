using System.Collections.Immutable;
using Akka.Actor;
using Akka.Internal;
using Akka.Remote;

namespace Akka.Cluster;

/// <summary>
/// This node's part in the cluster. Safe from any thread; commands return at once and take effect on the daemon's thread.
/// </summary>
public class Cluster
{
    private readonly ActorSystemImpl _system;
    private readonly ClusterDaemon _daemon;
    private readonly Lazy<Task> _leave;

    internal Cluster(ActorSystemImpl system, Remoting remoting)
    {
        _system = system;
        SelfUniqueAddress = remoting.Self;
        SelfRoles = [.. system.Settings.Config.GetStringList("akka.cluster.roles")];
        _daemon = new ClusterDaemon(system, remoting, SelfRoles);
        _leave = new Lazy<Task>(LeaveOnce);
    }

    public UniqueAddress SelfUniqueAddress { get; }

    public Address SelfAddress => SelfUniqueAddress.Address;

    public ImmutableHashSet<string> SelfRoles { get; }

    /// <summary>A snapshot; empty before this node has joined and after it was removed.</summary>
    public ClusterEvent.CurrentClusterState State => _daemon.State;

    /// <summary>Has the status Removed while this node is no member.</summary>
    public Member SelfMember
    {
        get
        {
            Member placeholder = new(SelfUniqueAddress, Member.NotUpYet, MemberStatus.Removed, SelfRoles);
            return State.Members.TryGetValue(placeholder, out Member? self) ? self : placeholder;
        }
    }

    public bool IsTerminated => _daemon.IsTerminated;

    public bool IsUp => SelfMember.Status is MemberStatus.Up;

    /// <exception cref="InvalidOperationException">The system's provider is not "cluster".</exception>
    public static Cluster Get(ActorSystem system) =>
        ((system as ActorSystemImpl)?.Remote as Remoting)?.Cluster
        ?? throw new InvalidOperationException("akka.actor.provider is not cluster");

    /// <summary>The first message is the current state.</summary>
    public void Subscribe(IActorRef subscriber, params Type[] to) =>
        Subscribe(subscriber, ClusterEvent.InitialStateAsSnapshot, to);

    /// <param name="to">Types of events, or interfaces and base classes of them.</param>
    public void Subscribe(IActorRef subscriber, ClusterEvent.SubscriptionInitialStateMode initialStateMode, params Type[] to)
    {
        if (to.Length == 0 || !Array.TrueForAll(to, typeof(ClusterEvent.IClusterDomainEvent).IsAssignableFrom))
        {
            throw new ArgumentException("Subscribe to one or more types of IClusterDomainEvent", nameof(to));
        }
        _daemon.Subscribe(subscriber, initialStateMode, to);
    }

    public void Unsubscribe(IActorRef subscriber) => _daemon.Unsubscribe(subscriber);

    public void SendCurrentClusterState(IActorRef receiver) => receiver.Tell(State, ActorRefs.NoSender);

    /// <summary>Counts once for a system: after it has joined, another call changes nothing.</summary>
    public void Join(Address address) => _daemon.Command((rules, now) => rules.Join(now, FillLocal(address)));

    /// <returns>Ends when this node is up.</returns>
    public Task JoinAsync(Address address, CancellationToken token = default) => WhenUp(() => Join(address), $"{address}", token);

    /// <summary>A first seed that is this node itself starts the cluster: at once when it is the only one.</summary>
    public void JoinSeedNodes(IEnumerable<Address> seedNodes)
    {
        List<Address> seeds = [.. seedNodes.Select(FillLocal)];
        _daemon.Command((rules, now) => rules.JoinSeedNodes(now, seeds));
    }

    /// <returns>Ends when this node is up.</returns>
    public Task JoinSeedNodesAsync(IEnumerable<Address> seedNodes, CancellationToken token = default)
    {
        List<Address> seeds = [.. seedNodes];
        return WhenUp(() => JoinSeedNodes(seeds), $"[{string.Join(",", seeds)}]", token);
    }

    public void Leave(Address address)
    {
        if (FillLocal(address).Equals(SelfAddress))
        {
            _ = LeaveAsync();
        }
        else
        {
            _daemon.Command((rules, now) => rules.Leave(now, address));
        }
    }

    /// <returns>Ends when this node has been removed.</returns>
    public Task LeaveAsync() => _leave.Value;

    public Task LeaveAsync(CancellationToken cancellationToken) => _leave.Value.WaitAsync(cancellationToken);

    public void Down(Address address) => _daemon.Command((rules, now) => rules.Down(now, FillLocal(address)));

    /// <summary>Once, at once if this node is up already.</summary>
    public void RegisterOnMemberUp(Action callback) => _daemon.OnUp(callback);

    /// <summary>Once, at once if this node has been removed already.</summary>
    public void RegisterOnMemberRemoved(Action callback) => _daemon.OnRemoved(callback);

    internal void Start()
    {
        _daemon.Start();
        AddShutdownTasks(CoordinatedShutdown.Get(_system));
        IList<string> seeds = _system.Settings.Config.GetStringList("akka.cluster.seed-nodes");
        if (seeds.Count > 0)
        {
            JoinSeedNodes(seeds.Select(Address.Parse));
        }
    }

    internal void Shutdown() => _daemon.Stop();

    internal bool IsMember(Address address) => State.Members.Any(member => member.Address.Equals(address));

    internal void Receive(UniqueAddress from, IClusterMessage message) =>
        _daemon.Command((rules, now) => rules.Receive(now, from, message));

    private void AddShutdownTasks(CoordinatedShutdown shutdown)
    {
        shutdown.AddTask(CoordinatedShutdown.PhaseClusterLeave, "leave", async () =>
        {
            if (State.Members.Count > 0)
            {
                _ = LeaveAsync();
                await _daemon.Exiting.ConfigureAwait(false);
            }
            return Done.Instance;
        });
        shutdown.AddTask(CoordinatedShutdown.PhaseClusterExitingDone, "exiting-completed", async () =>
        {
            if (State.Members.Count > 0)
            {
                _daemon.Command((rules, now) => rules.ConfirmExiting(now));
                await _daemon.Removed.ConfigureAwait(false);
            }
            return Done.Instance;
        });
        shutdown.AddTask(CoordinatedShutdown.PhaseClusterShutdown, "cluster-shutdown", () =>
        {
            _daemon.Stop();
            return Task.FromResult(Done.Instance);
        });
    }

    private Task LeaveOnce()
    {
        _daemon.Command((rules, now) => rules.Leave(now, SelfAddress));
        return _daemon.Removed;
    }

    private async Task WhenUp(Action join, string where, CancellationToken token)
    {
        if (IsTerminated)
        {
            throw new ClusterJoinFailedException("Cluster has already been terminated");
        }
        TaskCompletionSource up = new(TaskCreationOptions.RunContinuationsAsynchronously);
        RegisterOnMemberUp(up.SetResult);
        join();
        try
        {
            await up.Task.WaitAsync(token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            throw new ClusterJoinFailedException($"Node has not managed to join the cluster using provided addresses: {where}");
        }
    }

    private Address FillLocal(Address address) =>
        address.HasLocalScope && address.System == SelfAddress.System ? SelfAddress : address;
}

public class ClusterJoinFailedException(string message) : AkkaException(message);
