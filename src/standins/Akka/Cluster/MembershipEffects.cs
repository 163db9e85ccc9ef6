using Akka.Actor;

namespace Akka.Cluster;

/// <summary>What the daemon has to do for the membership rules.</summary>
internal interface IMembershipEffect
{
}

internal sealed record SendTo(Address To, IClusterMessage Message) : IMembershipEffect;

/// <summary>An event, with the state after it.</summary>
internal sealed record Publish(ClusterEvent.IClusterDomainEvent Event) : IMembershipEffect;

/// <summary>The leader has let this node go: it finishes its work, then confirms.</summary>
internal sealed record SelfExiting : IMembershipEffect;

/// <summary>This node is no member any more and never will be again in this incarnation.</summary>
internal sealed record SelfRemoved(MemberStatus PreviousStatus) : IMembershipEffect;

internal sealed record JoinFailed : IMembershipEffect;
