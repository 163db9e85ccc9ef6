using System.Globalization;
using Akka.Actor;
using Akka.Cluster;
using Akka.Event;
using GanCluster.Cluster.Wire;

namespace GanCluster.Cluster.Hosting;

/// <summary>Has members that stay out of reach removed, or this node, as <see cref="DowningRules"/> say.</summary>
internal sealed class DowningActor : ReceiveActor, IWithTimers
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(0.5);
    private readonly Akka.Cluster.Cluster _cluster = Akka.Cluster.Cluster.Get(Context.System);
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly TimeProvider _time = TimeProvider.System;
    private long _changedAt;
    private HashSet<UniqueAddress> _out = [];

    public DowningActor(TimeSpan stableAfter)
    {
        _changedAt = _time.GetTimestamp();
        Receive<Look>(_ =>
        {
            var state = _cluster.State;
            HashSet<UniqueAddress> now = [.. state.Unreachable.Select(m => m.UniqueAddress)];
            if (!now.SetEquals(_out))
            {
                (_out, _changedAt) = (now, _time.GetTimestamp());
            }

            if (_out.Count > 0 && _time.GetElapsedTime(_changedAt) >= stableAfter)
            {
                Down(state, stableAfter);
                _changedAt = _time.GetTimestamp();
            }
        });
    }

    public ITimerScheduler Timers { get; set; } = null!;

    protected override void PreStart() => Timers.StartPeriodicTimer("look", Look.Instance, LookEvery);

    private void Down(ClusterEvent.CurrentClusterState state, TimeSpan after)
    {
        var coordinators = state.Members.Where(m => m.HasRole(Protocol.CoordinatorRole) && m.Status is MemberStatus.Up or MemberStatus.Leaving)
            .Select(m => (m.Address, IsInReach: !_out.Contains(m.UniqueAddress))).ToList();
        var stays = DowningRules.Stays(_cluster.SelfAddress, coordinators);
        Address[] down = stays ? [.. _out.Select(m => m.Address)] : [_cluster.SelfAddress];
        _log.Warning(
            "Downing [{0}]: {1}",
            string.Join(", ", down.Order()),
            stays ? string.Create(CultureInfo.InvariantCulture, $"out of reach for {after.TotalSeconds:0.#} s") : "most coordinators are out of reach");
        Array.ForEach(down, _cluster.Down);
    }

    private sealed record Look : INoSerializationVerificationNeeded
    {
        public static readonly Look Instance = new();
    }
}
