using System.Collections.Immutable;
using Akka.Actor;

namespace Akka.Cluster;

/// <summary>What the leader decides. A request that reaches another node is passed on to the leader once.</summary>
internal sealed partial class Membership
{
    private void StartCluster()
    {
        Member self = new(_self, 1, MemberStatus.Up, _roles);
        Member joining = new(_self, Member.NotUpYet, MemberStatus.Joining, _roles);
        _table = new MemberTable(new TableVersion(1, 1, _self), [joining], [], 0);
        Show();
        if (_options.MinimumMembers <= 1)
        {
            Write(_table.Set(self) with { LastUpNumber = 1 });
        }
    }

    private void HandleJoin(JoinRequest join)
    {
        if (_table is null)
        {
            return;
        }
        if (!Leads)
        {
            PassOn(join.Forwarded, join with { Forwarded = true });
            return;
        }
        if (_table.Find(join.Node) is not null)
        {
            Send(join.Node.Address, new TableSpread(_table));
            return;
        }
        if (_table.Members.Find(member => member.Address.Equals(join.Node.Address)) is { } earlier)
        {
            Discard(earlier);
        }
        Member joining = new(join.Node, Member.NotUpYet, MemberStatus.Joining, join.Roles);
        Write(_table with { Members = _table.Members.Add(joining) });
        LetUp();
    }

    private void LetUp()
    {
        ImmutableList<Member> waiting = _table!.Members.FindAll(member => member.Status == MemberStatus.Joining);
        int present = _table.Members.Count(member => member.Status is MemberStatus.Joining or MemberStatus.Up);
        if (waiting.IsEmpty || present < _options.MinimumMembers)
        {
            return;
        }
        MemberTable next = _table;
        foreach (Member member in waiting)
        {
            int number = next.LastUpNumber + 1;
            next = next.Set(member.CopyUp(number)) with { LastUpNumber = number };
        }
        Write(next);
    }

    private void HandleLeave(LeaveRequest leave)
    {
        if (_table is null)
        {
            return;
        }
        if (!Leads)
        {
            PassOn(leave.Forwarded, leave with { Forwarded = true });
            return;
        }
        Member? member = _table.Members.Find(member => member.Address.Equals(leave.Address));
        if (member is null || member.Status is not (MemberStatus.Joining or MemberStatus.Up or MemberStatus.Leaving))
        {
            return;
        }
        Write(_table.Set(member.With(MemberStatus.Leaving)));
        Write(_table.Set(member.With(MemberStatus.Exiting)));
        if (member.UniqueAddress == _self)
        {
            _effects.Add(new SelfExiting());
        }
    }

    private void HandleExited(ExitingConfirmed exited)
    {
        Member? member = _table?.Find(exited.Node);
        if (_table is not null && member is null)
        {
            Send(exited.Node.Address, new TableSpread(_table));
        }
        if (member?.Status != MemberStatus.Exiting)
        {
            return;
        }
        if (!Leads)
        {
            PassOn(exited.Forwarded, exited with { Forwarded = true });
            return;
        }
        if (member.UniqueAddress == _self)
        {
            End(MemberStatus.Exiting);
            return;
        }
        Write(_table!.Remove(exited.Node));
    }

    /// <summary>Reaches the leader, or whoever would lead if the member to be downed did not exist.</summary>
    private void HandleDown(DownRequest down)
    {
        Member? member = _table?.Members.Find(member => member.Address.Equals(down.Address));
        if (member is null)
        {
            return;
        }
        if (member.UniqueAddress == _self && !down.Forwarded)
        {
            Write(_table!.Set(member.With(MemberStatus.Down)));
            End(MemberStatus.Down);
            return;
        }
        Member? acting = _table!.Leader(_options.VotingRole, other => !other.Equals(member) && IsHeard(other));
        if (acting?.UniqueAddress == _self)
        {
            Discard(member);
        }
        else if (acting is not null && !down.Forwarded)
        {
            Send(acting.Address, down with { Forwarded = true });
        }
    }

    private void RecordUnreachable()
    {
        if (Leads && !_reachability.Unreachable.SetEquals(_table!.Unreachable))
        {
            Write(_table with { Unreachable = _reachability.Unreachable });
        }
        else
        {
            Show();
        }
    }

    /// <summary>
    /// The side that hears the majority of the voters goes on: whoever leads there downs the lost ones. The other side downs
    /// itself.
    /// With equal halves the one that has the voter with the lowest address goes on (keep-majority).
    /// </summary>
    private void DecideDowning()
    {
        foreach (Member gone in _table!.Members.FindAll(member => member.Status == MemberStatus.Exiting && !IsHeard(member)))
        {
            if (ActingLeader() == _self)
            {
                Write(_table.Remove(gone.UniqueAddress));
            }
        }
        ImmutableList<Member> lost =
            _table.Members.FindAll(member => _reachability.For(member.UniqueAddress, _options.StableAfter, _now));
        if (!_options.DownsUnreachable || lost.IsEmpty)
        {
            return;
        }
        if (!IsOnSurvivingSide())
        {
            if (lost.Exists(member => _table.Voters(_options.VotingRole).Contains(member)))
            {
                End(MemberStatus.Down);
            }
        }
        else if (ActingLeader() == _self)
        {
            lost.ForEach(Discard);
        }
    }

    private bool IsOnSurvivingSide()
    {
        ImmutableList<Member> voters = _table!.Voters(_options.VotingRole);
        int heard = voters.Count(IsHeard);
        int silent = voters.Count - heard;
        return heard > silent || (heard == silent && (heard == 0 || IsHeard(voters.Min()!)));
    }

    private bool IsHeard(Member member) => !_reachability.Unreachable.Contains(member.UniqueAddress);

    private UniqueAddress? ActingLeader() => _table!.Leader(_options.VotingRole, IsHeard)?.UniqueAddress;

    private void Discard(Member member)
    {
        Write(_table!.Set(member.With(MemberStatus.Down)));
        Write(_table.Remove(member.UniqueAddress));
    }

    /// <summary>The next version, to all that are members before or after it.</summary>
    private void Write(MemberTable next)
    {
        TableVersion last = next.Version;
        HashSet<Address> receivers = [.. _table!.Members.Concat(next.Members).Select(member => member.Address)];
        _table = next with
        {
            Version = new TableVersion(last.Writer == _self ? last.Epoch : last.Epoch + 1, last.Number + 1, _self),
        };
        foreach (Address receiver in receivers.Where(address => !address.Equals(_self.Address)))
        {
            Send(receiver, new TableSpread(_table));
        }
        Show();
    }

    private void PassOn(bool forwarded, IClusterMessage message)
    {
        if (!forwarded && ActingLeader() is { } leader && leader != _self)
        {
            Send(leader.Address, message);
        }
    }
}
