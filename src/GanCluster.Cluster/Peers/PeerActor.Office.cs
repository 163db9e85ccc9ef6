using Akka.Actor;
using GanCluster.Cluster.Coordination;
using GanCluster.Cluster.Wire;
using GanCluster.Core.Rounds;
using GanCluster.Core.Terms;

namespace GanCluster.Cluster.Peers;

/// <summary>What follows from the terms: the requests to journals, and the coordinator while this node acts.</summary>
internal sealed partial class PeerActor
{
    private readonly RowAssembly<(long Office, long Round)> _told = new();

    /// <summary>The newest row that each journal is known to have, of this office.</summary>
    private readonly Dictionary<CoordinatorId, long> _has = [];

    /// <summary>What is to be written next; the disk has what came before.</summary>
    private RowRecord? _record;

    /// <summary>The coordinator, while this node acts.</summary>
    private IActorRef? _office;

    /// <summary>One that has been stopped and is not gone yet: it may be recording.</summary>
    private IActorRef? _stopping;
    private Opened? _opened;

    /// <summary>What follows once a majority has written what is wanted.</summary>
    private Action? _written;
    private PeersEnded? _end;

    /// <summary>Whoever acts here from then on ends the run.</summary>
    private StopRequested? _stop;

    /// <summary>Cancelled when the node acts no more.</summary>
    private CancellationTokenSource? _acts;

    /// <summary>The newest checkpoint, while this node acts and no majority is known to have it, and who has it.</summary>
    private CopyKept? _check;
    private readonly HashSet<CoordinatorId> _holders = [];

    /// <summary>What was fetched last, while another acts.</summary>
    private CopyKept? _kept;

    /// <summary>The copy that is being fetched, and the one after it.</summary>
    private CopyKept? _fetching;
    private CopyKept? _next;

    private void ReceiveOffice()
    {
        Receive<Opened>(opened =>
        {
            _opened = Acts(opened.Office) ? opened : _opened;
            StartOffice();
        });
        Receive<NotOpened>(failed =>
        {
            if (Acts(failed.Office))
            {
                _settings.Completion.TrySetException(failed.Cause);
            }
        });
        Receive<Terminated>(ended => Ended(ended.ActorRef));
        Receive<Finished>(Finish);
        Receive<Averaging.Write>(Write);
        Receive<Averaging.Confirm>(_ =>
        {
            var office = Sender;
            Want(office, record: null, () => office.Tell(Averaging.Confirmed.Instance));
        });
        Receive<Averaging.WriteHealth>(write =>
        {
            var office = Sender;
            var record = RowRecord.Of(write.Word, write.Run, write.Term, _terms!.State.Office);
            Want(office, record, () => office.Tell(new HealthWritten(write.Word.Entry)));
        });
        Receive<CopyKept>(Spread, _ => Sender.Equals(_office));
        Receive<Averaging.Saved>(saved => Hold(_settings.Self, saved.Course, saved.Step), _ => Sender.Equals(_office));
        Receive<CopyHeld>(
            held => Hold(held.From, held.Course, held.Step), held => Acts(held.Office) && _others.ContainsKey(held.From));
        Receive<CopyKept>(kept =>
        {
            if (kept == _kept)
            {
                AnswerKept();
            }
            else if (kept != _fetching)
            {
                _next = kept;
                FetchNext();
            }
        });
        Receive<Kept>(kept =>
        {
            if (kept.Failure is { } why && _fetching is { } missed)
            {
                _settings.Note($"the copy of step {missed.At.Step} could not be had from {missed.Source}: {why}");
            }
            else
            {
                _kept = _fetching;
                AnswerKept();
            }

            _fetching = null;
            FetchNext();
            EndElsewhere();
        });
        Receive<PeersEnded>(ended =>
        {
            _end ??= ended;
            EndElsewhere();
        });
        Receive<StopRequested>(stop =>
        {
            _stop = stop;
            _office?.Tell(stop);
            TellOthers();
        });
        Receive<PeerStop>(stop =>
        {
            _stop = new StopRequested(stop.Reason);
            _office?.Tell(_stop);
        });
        Receive<Leave>(_ =>
        {
            Tell(new PeerLeaving(_settings.Self));
            _settings.Completion.TrySetResult(new PeerOutcome.Left());
        });
        Receive<IClusterMessage>(message => _office?.Forward(message));
    }

    private bool Acts(long office) => _terms is { State: { Phase: TermPhase.Acting, Office: var held } } && held == office;

    void ITermEffects.Send(CoordinatorId to, IJournalRequest request)
    {
        if (request is not AppendRow { Row: { } row } append || _has.GetValueOrDefault(to, -1) >= row.Place)
        {
            Tell(to, new JournalRequest(_settings.Self, request));
        }
        else if (_record is { } record && record.Row.Tells(row))
        {
            foreach (var part in RowParts.Cut(record))
            {
                Tell(to, new JournalRequest(_settings.Self, append, part));
            }
        }
        else
        {
            _journal.Tell(new PeerJournalActor.Supply(to == _settings.Self ? _journal : _others[to], append));
        }
    }

    private void Tell(CoordinatorId to, JournalRequest request)
    {
        if (to == _settings.Self)
        {
            _journal.Tell(request);
        }
        else
        {
            _others[to].Tell(request, Self);
        }
    }

    /// <summary>Whoever has a row is not told again what its disk keeps of it.</summary>
    private void Note(IJournalAnswer answer)
    {
        if (answer is RowAnswered row && row.Office == _terms?.State.Office)
        {
            _has.Remove(row.From, out var had);
            if (row.Wants is null)
            {
                _has[row.From] = Math.Max(had, row.Place);
            }
        }
    }

    void ITermEffects.Act(long office, System.Collections.Immutable.ImmutableList<JournalRow> rows, string reason)
    {
        var open = _settings.Open;
        _acts = CancellationTokenSource.CreateLinkedTokenSource(_stopped.Token);
        var granted = new GrantedOffice(office, rows, () => [.. _planes.Values], _acts.Token);
        _ = Task.Run(() => open(granted)).PipeTo(
            Self, ActorRefs.NoSender, settings => new Opened(office, settings), cause => new NotOpened(office, cause.GetBaseException()));
    }

    void ITermEffects.Committed()
    {
        var written = _written;
        _written = null;
        written?.Invoke();
    }

    void ITermEffects.StepDown(string reason)
    {
        _settings.Note($"{_settings.Self} coordinates no more: {reason}");
        (_written, _opened, _check) = (null, null, null);
        _has.Clear();
        _acts?.Cancel();
        _acts?.Dispose();
        _acts = null;
        if (_office is { } office)
        {
            (_stopping, _office) = (office, null);
            Context.Stop(office);
        }
    }

    void ITermEffects.WakeAt(TimeSpan at)
    {
        var wait = at - _clock.Now();
        Timers.StartSingleTimer("wake", Wake.Instance, wait > TimeSpan.Zero ? wait : TimeSpan.Zero);
    }

    /// <summary>Two coordinators never keep the record of one node at a time.</summary>
    private void StartOffice()
    {
        if (_stopping is not null || _opened is not { } opened || !Acts(opened.Office))
        {
            return;
        }

        _opened = null;
        var settings = opened.Settings;
        _office = Context.Watch(Context.ActorOf(Props.Create(() => new CoordinatorActor(settings)), $"office-{opened.Office}"));
        _ = settings.Completion.Task.PipeTo(
            Self,
            ActorRefs.NoSender,
            outcome => new Finished(opened.Office, outcome),
            cause => new NotOpened(opened.Office, cause.GetBaseException()));
        if (_stop is { } stop)
        {
            _office.Tell(stop);
        }
    }

    private void Ended(IActorRef office)
    {
        if (office.Equals(_stopping))
        {
            _stopping = null;
            StartOffice();
        }
        else if (office.Equals(_office))
        {
            _office = null;
        }
    }

    private void Write(Averaging.Write write)
    {
        var (averaging, record) = (Sender, write.Record);
        Want(
            averaging,
            record.IsRedone ? null : RowRecord.Of(record, _terms!.State.Office),
            () => averaging.Tell(new Averaging.Written(record.Id)));
    }

    /// <summary>What a coordinator that has stepped down has still to write is not written.</summary>
    /// <param name="record">Null: the office is to be confirmed, and the journals have all rows.</param>
    private void Want(IActorRef by, RowRecord? record, Action written)
    {
        if (_office is { } office && (by.Equals(office) || by.Path.Parent.Equals(office.Path)))
        {
            record = record is null ? null : record with { Row = _terms!.State.Next(record.Row) };
            (_record, _written) = (record ?? _record, written);
            Handle(new RowWanted(record?.Row));
        }
    }

    private void Finish(Finished finished)
    {
        var (outcome, office) = (finished.Outcome, finished.Office);
        if (!Acts(office))
        {
            return;
        }

        _end = new PeersEnded(_settings.Self, office, outcome.Succeeded, outcome.Reason, outcome.State.Position);
        TellOthers();
        _settings.Completion.TrySetResult(new PeerOutcome.EndedHere(outcome));
    }

    /// <summary>Again and again, for it may get lost: that it acts, so that the others stand by, that the run is to end, and that it has
    /// ended.</summary>
    private void TellOthers()
    {
        if (_stop is { } stop && _office is null)
        {
            Tell(new PeerStop(stop.Reason));
        }

        if (_terms is { State: { Phase: TermPhase.Acting, Office: var office } })
        {
            _settings.ActingHeard(_settings.Self);
            Tell(new PeerActs(_settings.Self, office));
            if (_check is { } check)
            {
                Tell(check);
            }
        }

        if (_end is { } end && end.From == _settings.Self)
        {
            Tell(end);
        }
    }

    /// <summary>A checkpoint may be of a check, which whoever takes office may need: it is told again until a majority has it.</summary>
    private void Spread(CopyKept kept)
    {
        Tell(kept);
        if (kept.IsCheckpoint)
        {
            _check = kept;
            _holders.Clear();
        }
    }

    private void Hold(CoordinatorId by, int course, long step)
    {
        if (_check is { } check && (check.Course, check.At.Step) == (course, step) && _holders.Add(by)
            && _holders.Count >= _settings.TermOptions.Majority)
        {
            _check = null;
            _office?.Tell(new CheckHeld(course, step));
        }
    }

    private void AnswerKept()
    {
        if (_kept is { IsCheckpoint: true } kept)
        {
            Tell(new CopyHeld(_settings.Self, kept.Office, kept.Course, kept.At.Step));
        }
    }

    private void Tell(IClusterMessage message)
    {
        foreach (var other in _others.Values)
        {
            other.Tell(message, Self);
        }
    }

    /// <summary>What is being fetched may be the last version.</summary>
    private void EndElsewhere()
    {
        if (_end is { } end && end.From != _settings.Self && _fetching is null)
        {
            _settings.Completion.TrySetResult(new PeerOutcome.EndedElsewhere(end.From, end.Succeeded, end.Reason, end.At));
        }
    }

    /// <summary>One at a time, and of those that came meanwhile the newest.</summary>
    private void FetchNext()
    {
        if (_fetching is null && _next is { } kept && _office is null && kept.Office >= (_terms?.State.Known ?? 0))
        {
            (_fetching, _next) = (kept, null);
            var (keep, stop) = (_settings.Keep, _stopped.Token);
            _ = Task.Run(() => keep(kept, stop)).PipeTo(
                Self, ActorRefs.NoSender, () => new Kept(), cause => new Kept(cause.GetBaseException().Message));
        }
    }
}
