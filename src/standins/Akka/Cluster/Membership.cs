using System.Collections.Immutable;
using Akka.Actor;
using static Akka.Cluster.ClusterEvent;

namespace Akka.Cluster;

/// <summary>
/// The membership rules of one node, without clock, threads or network: every call takes the time and returns what to do.
/// The leader alone writes the member table and spreads it; a node takes the newest that it hears of.
/// </summary>
internal sealed partial class Membership
{
    private static readonly CurrentClusterState Nobody = new();
    private readonly UniqueAddress _self;
    private readonly ImmutableHashSet<string> _roles;
    private readonly MembershipOptions _options;
    private readonly Reachability _reachability;
    private readonly Joining _joining;
    private List<IMembershipEffect> _effects = [];
    private MemberTable? _table;
    private TimeSpan _now;
    private bool _leaving;
    private bool _confirmed;

    public Membership(UniqueAddress self, IEnumerable<string> roles, MembershipOptions options)
    {
        _self = self;
        _roles = [.. roles];
        _options = options;
        _reachability = new Reachability(options.HeartbeatInterval, options.HeartbeatInterval + options.AcceptablePause);
        _joining = new Joining(self.Address, options);
    }

    /// <summary>Null before this node has joined.</summary>
    public MemberTable? Table => _table;

    public CurrentClusterState State { get; private set; } = Nobody;

    /// <summary>This incarnation has been a member and is none any more.</summary>
    public bool Ended { get; private set; }

    private MemberStatus? SelfStatus => _table?.Find(_self)?.Status;

    private bool Leads => _table?.Leader(_options.VotingRole, _ => true)?.UniqueAddress == _self;

    public IReadOnlyList<IMembershipEffect> JoinSeedNodes(TimeSpan now, IEnumerable<Address> seeds) => Run(now, () =>
    {
        if (_table is null)
        {
            _joining.Begin(now, [.. seeds], single: false);
            KeepJoining();
        }
    });

    public IReadOnlyList<IMembershipEffect> Join(TimeSpan now, Address address) => Run(now, () =>
    {
        if (_table is null)
        {
            _joining.Begin(now, [address], single: true);
            KeepJoining();
        }
    });

    public IReadOnlyList<IMembershipEffect> Leave(TimeSpan now, Address address) => Run(now, () =>
    {
        _leaving |= address.Equals(_self.Address);
        HandleLeave(new LeaveRequest(address, Forwarded: false));
    });

    public IReadOnlyList<IMembershipEffect> Down(TimeSpan now, Address address) =>
        Run(now, () => HandleDown(new DownRequest(address, Forwarded: false)));

    /// <summary>This node, which is exiting, has finished its work.</summary>
    public IReadOnlyList<IMembershipEffect> ConfirmExiting(TimeSpan now) => Run(now, () =>
    {
        _confirmed = true;
        HandleExited(new ExitingConfirmed(_self, Forwarded: false));
    });

    public IReadOnlyList<IMembershipEffect> Receive(TimeSpan now, UniqueAddress from, IClusterMessage message) => Run(now, () =>
    {
        _reachability.Heard(from, now);
        switch (message)
        {
            case InitJoin when Leads || SelfStatus is MemberStatus.Up or MemberStatus.Leaving:
                Send(from.Address, new InitJoinAck());
                break;
            case InitJoinAck when _table is null:
                _joining.Answered(now, from.Address);
                KeepJoining();
                break;
            case JoinRequest join:
                HandleJoin(join);
                break;
            case LeaveRequest leave:
                HandleLeave(leave);
                break;
            case DownRequest down:
                HandleDown(down);
                break;
            case ExitingConfirmed exited:
                HandleExited(exited);
                break;
            case Heartbeat heartbeat when _table is not null && _table.Version.CompareTo(heartbeat.Version) > 0:
                Send(from.Address, new TableSpread(_table));
                break;
            case TableSpread spread:
                Take(from, spread.Table);
                break;
        }
    });

    public IReadOnlyList<IMembershipEffect> Tick(TimeSpan now) => Run(now, () =>
    {
        if (_table is null)
        {
            KeepJoining();
            return;
        }
        _reachability.Tick(now, [.. Peers()]);
        RecordUnreachable();
        DecideDowning();
        if (Ended)
        {
            return;
        }
        if (_leaving && SelfStatus is MemberStatus.Joining or MemberStatus.Up)
        {
            HandleLeave(new LeaveRequest(_self.Address, Forwarded: false));
        }
        if (_confirmed)
        {
            HandleExited(new ExitingConfirmed(_self, Forwarded: false));
        }
        if (!Ended)
        {
            foreach (UniqueAddress peer in Peers())
            {
                Send(peer.Address, new Heartbeat(_table.Version));
            }
        }
    });

    private IReadOnlyList<IMembershipEffect> Run(TimeSpan now, Action step)
    {
        _now = now;
        _effects = [];
        if (!Ended)
        {
            step();
        }
        if (!Ended)
        {
            Show();
        }
        return _effects;
    }

    private void KeepJoining()
    {
        switch (_joining.Next(_now))
        {
            case JoiningStep.StartCluster:
                StartCluster();
                break;
            case JoiningStep.GiveUp:
                Ended = true;
                _effects.Add(new JoinFailed());
                break;
            case JoiningStep.AskSeeds:
                foreach (Address seed in _joining.Others)
                {
                    Send(seed, new InitJoin());
                }
                break;
            case JoiningStep.AskToJoin:
                Send(_joining.Target!, new JoinRequest(_self, _roles, Forwarded: false));
                break;
        }
    }

    /// <summary>Takes a table that is newer than the one held, if it is of this cluster and concerns this incarnation.</summary>
    private void Take(UniqueAddress from, MemberTable table)
    {
        bool mine = _table is null
            ? table.Find(_self) is not null
            : (_table.Find(from) ?? _table.Find(table.Version.Writer)) is not null && table.Version.CompareTo(_table.Version) > 0;
        if (!mine)
        {
            return;
        }
        MemberStatus? before = SelfStatus;
        MemberTable? old = _table;
        _table = table;
        MemberStatus? after = SelfStatus;
        if (after is null or MemberStatus.Down)
        {
            _table = after is null ? old : table;
            End(before == MemberStatus.Exiting && after is null ? MemberStatus.Exiting : MemberStatus.Down);
            return;
        }
        _reachability.Tick(_now, [.. Peers()]);
        Show();
        if (after == MemberStatus.Exiting && before != MemberStatus.Exiting)
        {
            _effects.Add(new SelfExiting());
        }
    }

    private void End(MemberStatus previous)
    {
        Ended = true;
        Member self = _table!.Find(_self)!;
        if (previous == MemberStatus.Down)
        {
            _effects.Add(new Publish(new MemberDowned(self.With(MemberStatus.Down))));
        }
        _effects.Add(new Publish(new MemberRemoved(self.With(MemberStatus.Removed), previous)));
        _effects.Add(new SelfRemoved(previous));
        State = Nobody;
    }

    /// <summary>Publishes what differs from the state last shown.</summary>
    private void Show()
    {
        if (_table is null)
        {
            return;
        }
        CurrentClusterState next = MembershipView.Of(_table, VisiblyUnreachable(), _options.VotingRole);
        foreach (IClusterDomainEvent change in MembershipView.Between(State, next))
        {
            _effects.Add(new Publish(change));
        }
        State = next;
    }

    /// <summary>
    /// What this node does not hear itself, and what the leader does not hear as long as this node hears the leader.
    /// </summary>
    private ImmutableHashSet<UniqueAddress> VisiblyUnreachable()
    {
        ImmutableHashSet<UniqueAddress> own = _reachability.Unreachable;
        Member? leader = _table!.Leader(_options.VotingRole, _ => true);
        bool hearsLeader = leader is not null && leader.UniqueAddress != _self && !own.Contains(leader.UniqueAddress);
        return (hearsLeader ? own.Union(_table.Unreachable) : own).Remove(_self);
    }

    /// <summary>Voters and all others hear each other; those who don't vote need not hear one another.</summary>
    private IEnumerable<UniqueAddress> Peers()
    {
        ImmutableList<Member> voters = _table!.Voters(_options.VotingRole);
        bool votes = voters.Exists(member => member.UniqueAddress == _self) || Leads;
        IEnumerable<Member> peers = votes ? _table.Members : voters.Union(LeaderOnly());
        return peers.Select(member => member.UniqueAddress).Where(node => node != _self);
    }

    private IEnumerable<Member> LeaderOnly() => _table!.Leader(_options.VotingRole, _ => true) is { } leader ? [leader] : [];

    private void Send(Address to, IClusterMessage message) => _effects.Add(new SendTo(to, message));
}
