using System.Collections.Immutable;
using Akka.Actor;
using Akka.Event;

namespace Akka.Cluster;

public class ClusterEvent
{
    public static readonly SubscriptionInitialStateMode InitialStateAsSnapshot =
        SubscriptionInitialStateMode.InitialStateAsSnapshot;

    public static readonly SubscriptionInitialStateMode InitialStateAsEvents = SubscriptionInitialStateMode.InitialStateAsEvents;

    private ClusterEvent()
    {
    }

    public enum SubscriptionInitialStateMode
    {
        InitialStateAsSnapshot,
        InitialStateAsEvents,
    }

    public interface IClusterDomainEvent : IDeadLetterSuppression
    {
    }

    public interface IMemberEvent : IClusterDomainEvent
    {
        Member Member { get; }
    }

    public interface IReachabilityEvent : IClusterDomainEvent
    {
    }

    public sealed class CurrentClusterState : INoSerializationVerificationNeeded
    {
        private readonly ImmutableDictionary<string, Address> _roleLeaders;

        public CurrentClusterState()
            : this([], [], [], null!, ImmutableDictionary<string, Address>.Empty)
        {
        }

        public CurrentClusterState(
            ImmutableSortedSet<Member> members,
            ImmutableHashSet<Member> unreachable,
            ImmutableHashSet<Address> seenBy,
            Address leader,
            ImmutableDictionary<string, Address> roleLeaderMap)
        {
            Members = members;
            Unreachable = unreachable;
            SeenBy = seenBy;
            Leader = leader;
            _roleLeaders = roleLeaderMap;
        }

        /// <summary>In the order of their addresses.</summary>
        public ImmutableSortedSet<Member> Members { get; }

        public ImmutableHashSet<Member> Unreachable { get; }

        public ImmutableHashSet<Address> SeenBy { get; }

        /// <summary>Null before this node has joined.</summary>
        public Address Leader { get; }

        /// <returns>Null where nobody has the role.</returns>
        public Address RoleLeader(string role) => _roleLeaders.GetValueOrDefault(role)!;
    }

    public abstract class MemberStatusChange(Member member) : IMemberEvent
    {
        public Member Member { get; } = member;

        public override string ToString() => $"{GetType().Name}: {Member}";
    }

    public sealed class MemberJoined(Member member) : MemberStatusChange(member);

    public sealed class MemberUp(Member member) : MemberStatusChange(member);

    public sealed class MemberLeft(Member member) : MemberStatusChange(member);

    public sealed class MemberExited(Member member) : MemberStatusChange(member);

    public sealed class MemberDowned(Member member) : MemberStatusChange(member);

    public sealed class MemberRemoved(Member member, MemberStatus previousStatus) : MemberStatusChange(member)
    {
        /// <summary>Exiting for a node that left, Down for one that was lost.</summary>
        public MemberStatus PreviousStatus { get; } = previousStatus;
    }

    public abstract class ReachabilityEvent(Member member) : IReachabilityEvent
    {
        public Member Member { get; } = member;

        public override string ToString() => $"{GetType().Name}: {Member}";
    }

    public sealed class UnreachableMember(Member member) : ReachabilityEvent(member);

    public sealed class ReachableMember(Member member) : ReachabilityEvent(member);

    public sealed class LeaderChanged(Address leader) : IClusterDomainEvent
    {
        public Address Leader { get; } = leader;
    }
}
