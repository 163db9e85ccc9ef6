using System.Collections.Immutable;
using Akka.Actor;

namespace Akka.Cluster;

/// <summary>What cluster daemons say to each other. Every one is repeated until it has had its effect, or may be lost.</summary>
internal interface IClusterMessage
{
}

internal sealed record InitJoin : IClusterMessage;

internal sealed record InitJoinAck : IClusterMessage;

internal sealed record JoinRequest(UniqueAddress Node, ImmutableHashSet<string> Roles, bool Forwarded) : IClusterMessage;

internal sealed record LeaveRequest(Address Address, bool Forwarded) : IClusterMessage;

internal sealed record DownRequest(Address Address, bool Forwarded) : IClusterMessage;

internal sealed record ExitingConfirmed(UniqueAddress Node, bool Forwarded) : IClusterMessage;

internal sealed record Heartbeat(TableVersion Version) : IClusterMessage;

internal sealed record TableSpread(MemberTable Table) : IClusterMessage;
