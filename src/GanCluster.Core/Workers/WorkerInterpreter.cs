using GanCluster.Core.Rounds;

namespace GanCluster.Core.Workers;

/// <summary>
/// What a worker makes of its orders and of its thread's answers. Whatever may be lost on the way is said again:
/// an idle worker announces its step, one that holds a result reports it, until something newer comes. Single-threaded.
/// <code>
///            RoundAssignment            ComputeEnded(report)
///   Idle --------------------> Computing --------------------> Holding
///    ^ ^                        |  broken, fenced                |  Committed, or an assignment from it: step += count
///    | +------------------------+                                |  AttemptFenced
///    +-----------------------------------------------------------+
///   LoadVersion from any of them: Loading, then Idle at the loaded step
/// </code>
/// </summary>
/// <param name="version">What its thread holds.</param>
/// <param name="held">What its thread holds beside it, from before this interpreter; null: nothing.</param>
public sealed class WorkerInterpreter(
    WorkerId id, HeldVersion version, WorkerOptions options, IWorkerEffects effects, IAttemptEvent? held = null)
{
    private AttemptId? _newest = held?.Id;
    private AttemptFence _fence = AttemptFence.None;
    private AttemptId? _computing;

    /// <summary>The report of the attempt whose result its thread holds, or the word that it diverged.</summary>
    private IAttemptEvent? _held = held;
    private int _every = version.Every;
    private bool _loading;
    private TimeSpan _next;

    /// <summary>The step of the version that its thread holds or has been told to commit.</summary>
    public long Step { get; private set; } = version.Step;

    /// <summary>Of that version.</summary>
    public int Course { get; private set; } = version.Course;

    /// <summary>Orders that came too late, twice, or for another version.</summary>
    public long Refused { get; private set; }

    /// <summary>Says what is due. To be called once at the start.</summary>
    public void Tick(TimeSpan now)
    {
        if (now >= _next)
        {
            if (_held is { } report)
            {
                Say(now, report, options.ReportEvery);
            }
            else if (_computing is null && !_loading)
            {
                Say(now, new WorkerJoined(id, Step, Course, _every), options.AnnounceEvery);
            }
            else
            {
                _next = now + options.AnnounceEvery;
            }
        }

        effects.WakeAt(_next);
    }

    /// <summary>
    /// Another coordinator has let it in. Whatever it is at, it is at for one that acts no more; a result may be the newest version,
    /// and who acts now has to hear of it before it gives that up for lost.
    /// </summary>
    public void Announce(TimeSpan now)
    {
        effects.Tell(new WorkerJoined(id, Step, Course, _every));
        if (_held is { } report)
        {
            Say(now, report, options.ReportEvery);
            effects.WakeAt(_next);
        }
    }

    public void Handle(TimeSpan now, IWorkerOrder order)
    {
        switch (order)
        {
            case RoundAssignment assignment:
                HearOf(assignment.Id);
                Assign(now, assignment);
                break;
            case Committed committed:
                HearOf(committed.Id);
                if (Commit(now, committed))
                {
                    effects.WakeAt(_next);
                }

                break;
            case AttemptFenced fenced:
                Fence(now, fenced.Id, fenced.Reason);
                break;
            case LoadVersion load:
                Load(load);
                break;
            default:
                throw new InvalidOperationException($"no rule for {order}");
        }
    }

    public void Handle(TimeSpan now, ComputeEnded ended)
    {
        if (_computing != ended.Id)
        {
            return;
        }

        _computing = null;
        if (ended.Broken is { } broken)
        {
            effects.Tell(broken);
        }
        else if (ended.Report is { } report && !_fence.IsOver(ended.Id))
        {
            _held = report;
            Say(now, report, options.ReportEvery);
            effects.WakeAt(_next);
            return;
        }

        BeIdle(now);
    }

    public void Handle(TimeSpan now, LoadEnded ended)
    {
        _loading = false;
        (Course, Step, _every) = ended.Step is { } step ? (ended.Course, step, ended.Every) : (Course, Step, _every);
        BeIdle(now);
    }

    /// <summary>Whatever becomes of the order: its term has begun, and the terms before it are over. The word of that itself may have
    /// been lost, and a coordinator of one of them may wake and ask for what nobody would commit.</summary>
    private void HearOf(AttemptId id)
    {
        var begin = AttemptId.Before(id.Run, id.Term);
        if (_fence.IsOver(begin))
        {
            return;
        }

        _fence = _fence.Raise(begin, $"{id} is of a later term");
        if (_computing is { } computing && computing.IsOlderThan(begin))
        {
            effects.Fence(begin, _fence.Reason);
        }
    }

    private void Assign(TimeSpan now, RoundAssignment assignment)
    {
        if (_loading || (_newest is { } newest && !newest.IsOlderThan(assignment.Id)) || _fence.IsOver(assignment.Id))
        {
            Refused++;
            return;
        }

        if (assignment.Last is { } last)
        {
            Commit(now, last);
        }

        if ((assignment.Course, assignment.Steps.First) != (Course, Step))
        {
            Refused++;
            BeIdle(now);
            return;
        }

        Void($"{assignment.Id} has begun");
        _newest = assignment.Id;
        _computing = assignment.Id;
        effects.Compute(assignment);
    }

    private bool Commit(TimeSpan now, Committed committed)
    {
        if (_held is not Combined held || held.Id != committed.Id)
        {
            return false;
        }

        _held = null;
        (Step, _every) = (committed.Step, held.Every);
        effects.Commit(committed);

        // Mostly the next assignment follows at once. If it doesn't, whoever asked for the commit may count on an older version here.
        _next = now + options.AnnounceAfterCommit;
        return true;
    }

    private void Fence(TimeSpan now, AttemptId fenced, string reason)
    {
        if (!_fence.IsOver(fenced))
        {
            _fence = _fence.Raise(fenced, reason);
            effects.Fence(fenced, reason);
        }

        // A result of an earlier round may be the committed version, and this the only worker that holds it.
        if (_held?.Id is { } held && (held.Term, held.Round) == (fenced.Term, fenced.Round) && !fenced.IsOlderThan(held))
        {
            _held = null;
            BeIdle(now);
        }
    }

    private void Load(LoadVersion order)
    {
        if (_loading || (order.Course, order.Step).CompareTo((Course, Step)) <= 0)
        {
            Refused++;
            return;
        }

        Void("a newer version is loaded");
        _loading = true;
        effects.Load(order);
    }

    /// <summary>Whatever is being computed or held is for nothing.</summary>
    private void Void(string reason)
    {
        if (_computing is { } computing)
        {
            _computing = null;
            effects.Fence(computing, reason);
        }

        _held = null;
    }

    /// <summary>The first announcement follows at once: the coordinator may have counted this worker as lost.</summary>
    private void BeIdle(TimeSpan now)
    {
        if (_computing is null && _held is null && !_loading)
        {
            Say(now, new WorkerJoined(id, Step, Course, _every), options.AnnounceEvery);
            effects.WakeAt(_next);
        }
    }

    private void Say(TimeSpan now, IRunEvent e, TimeSpan again)
    {
        effects.Tell(e);
        _next = now + again;
    }
}
