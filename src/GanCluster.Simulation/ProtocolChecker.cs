using System.Runtime.CompilerServices;
using GanCluster.Core.Health;
using GanCluster.Core.Ledger;
using GanCluster.Core.Rounds;
using GanCluster.Core.Runs;
using GanCluster.Core.Terms;

namespace GanCluster.Simulation;

/// <summary>What every run must keep, told from outside: from what was sent and committed, not from the rules.</summary>
internal sealed partial class ProtocolChecker(World world)
{
    private readonly QuietRun _quiet = new(world.Case);
    private readonly List<CommittedRound> _rounds = [];
    private readonly List<string> _violations = [];
    private readonly HashSet<(WorkerId Worker, AttemptId Attempt)> _told = [];
    private readonly HashSet<AttemptId> _commits = [];
    private readonly Dictionary<AttemptId, WorkerId> _wrong = [];
    private readonly HashSet<WorkerId> _sentAway = [];
    private readonly HashSet<WorkerId> _released = [];
    private readonly Dictionary<WorkerId, long> _releasedBy = [];
    private readonly Dictionary<long, CoordinatorId> _offices = [];
    private readonly Dictionary<AttemptId, RoundRecord> _written = [];
    private readonly Dictionary<long, JournalRow> _chosen = [];
    private readonly Dictionary<long, (long Version, long Next)> _everCommitted = [];
    private readonly HashSet<RunPosition> _positions = [];
    private HashSet<WorkerId> _barred = [];
    private HashSet<WorkerId> _holders = [];
    private HashSet<WorkerId> _loaded = [];

    /// <summary>What a worker held when it last died: it is counted on as long as the coordinator has not heard of that.</summary>
    private readonly Dictionary<WorkerId, (int Course, long Step)> _diedWith = [];
    private AttemptId? _undecided;
    private AttemptId? _committed;
    private int _course;
    private long _begins;
    private long _office;
    private long _version;
    private long _step;
    private long _furthest;

    public IReadOnlyList<string> Violations => _violations;

    /// <summary>The commits: step, hash, round and attempt. Never two of a version.</summary>
    public List<string> Commits { get; } = [];

    private int Majority => (world.Coordinators.Length / 2) + 1;

    /// <summary>What the parameter averaging sends a worker, whether it arrives or not.</summary>
    public void OnSend(WorkerId worker, IWorkerOrder order, SimulatedOffice by)
    {
        switch (order)
        {
            case RoundAssignment assignment when by.Number == _office:
                OnAssign(worker, assignment);
                break;
            case Committed committed:
                _told.Add((worker, committed.Id));
                break;
            case AttemptFenced fenced:
                _told.Add((worker, fenced.Id));
                break;
            default:
                break;
        }
    }

    private void OnAssign(WorkerId id, RoundAssignment assignment)
    {
        var (worker, attempt) = (world.Find(id), assignment.Id);
        Check(
            !worker.Left || _sentAway.Contains(id) || _releasedBy.GetValueOrDefault(id) != _office,
            $"{id} was given a part in {attempt} after it had left");
        Check(!_barred.Contains(id), $"{id} was given a part in {attempt} though its bits were wrong");
        var latest = (worker.DiedAt > world.Case.CalmFrom ? worker.DiedAt.Value : world.Case.CalmFrom) + Aftermath;
        Check(worker.DiedAt is null || world.Clock.Now < latest, $"{id} is dead and was still given a part in {attempt}");
        Check(
            !_holders.Contains(id) || _told.Contains((id, _committed!.Value)),
            $"{id} was given a part in {attempt} before it was told of the commit that it builds on");
    }

    /// <summary>The worker's result is another than the quiet run's.</summary>
    public void OnWrong(WorkerId worker, AttemptId attempt) => _wrong[attempt] = worker;

    public void OnAbandon(AttemptState attempt, AttemptFault fault)
    {
        var participants = attempt.Attempt.Ranges.Keys;
        CheckTold(participants, attempt.Id, "abandoned");
        var odd = _wrong.TryGetValue(attempt.Id, out var wrong) ? wrong : (WorkerId?)null;
        if (fault is AttemptFault.OfWorker { ForGood: true } accused)
        {
            Check(accused.Worker == odd, $"{accused.Worker} is lost for its bits in {attempt.Id}, and they are right");
            world.Exercised.WrongWorkers++;
            _sentAway.Add(accused.Worker);
            if (Term.OfficeOf(attempt.Id.Term) == _office)
            {
                _barred.Add(accused.Worker);
            }
        }
        else if (odd is not null && attempt.Reports.Count == attempt.Attempt.Ranges.Count)
        {
            Check(attempt.Reports.Count == 2, $"{odd} has wrong bits in {attempt.Id}, and a majority could not tell");
            _undecided = attempt.Id;
        }
    }

    /// <summary>A coordinator begins to act. One that another has followed already knows it soon.</summary>
    public void OnOffice(SimulatedOffice office)
    {
        world.Exercised.Offices++;
        Check(
            _offices.TryAdd(office.Number, office.Node.Id),
            $"office {office.Number} is {office.Node.Id}'s, and somebody's before");
        Check(
            _offices.Count == 1 || (!world.Case.IsQuiet && world.Clock.Now < Later(world.Case.CalmFrom, world.BackloggedUntil) + Succession),
            $"{office.Node.Id} takes office {office.Number} from one that could go on");
        var newest = office.Rows.IsEmpty ? null : office.Rows[^1];
        if (office.Number < _office)
        {
            return;
        }

        _office = office.Number;
        foreach (var row in office.Rows.Where(IsNotAdopted))
        {
            Check(row == newest, $"office {office.Number} takes over {row.Id}, which nobody had committed, and a later row");
            Adopt(row);
        }

        foreach (var row in office.Rows.Where(row => row.Entry is null && row.Course == _course))
        {
            Check(
                _everCommitted.GetValueOrDefault(row.After.Step) == (row.After.Version, row.After.Round),
                $"office {office.Number} takes over {row.Id}, and step {row.After.Step} was committed as another round");
        }

        var at = office.State.Position;
        Check(office.State.Course == _course, $"office {office.Number} begins in course {office.State.Course}, and the run is in {_course}");
        Check(at.Step >= _furthest, $"office {office.Number} begins at step {at.Step}, and step {_furthest} was committed before");
        (_version, _step, _holders, _loaded, _committed, _barred) = (at.Version, at.Step, [], [], null, []);
    }

    /// <summary>The round was agreed upon and written, and its coordinator may have ended before it told anybody.</summary>
    private void Adopt(JournalRow row)
    {
        if (row.Entry is HealthEntry.RolledBack back)
        {
            world.Exercised.RollBacksAdopted++;
            GoBack(row.After, back.From);
            return;
        }

        world.Exercised.AdoptedRounds++;
        _commits.Add(row.Id);
        Commits.Add($"{row.After.Step} {row.Hash} {row.Id}");
        _everCommitted[row.After.Step] = (row.After.Version, row.After.Round);
        _positions.Add(row.After);
        _furthest = Math.Max(_furthest, row.After.Step);
        Check(_quiet.Has(_course, row.After.Step, row.Hash), $"{row.Id} has other weights at step {row.After.Step} than the quiet run");
        _rounds.Add(new CommittedRound(
            row.Steps.First, row.Steps.Count, [.. _written[row.Id].Reports.SelectMany(r => r.Contributions)]));
    }

    /// <summary>A coordinator has journals write the round.</summary>
    public void OnWrite(JournalRow row, RoundRecord record) => _written[row.Id] = record;

    /// <summary>A disk has changed. What a majority of them has written for one office is the run's. A row that one has promised too much
    /// to write for that office was told to it, which decides nothing.</summary>
    /// <param name="before">What it had.</param>
    public void OnDisk(SimulatedCoordinator coordinator, JournalState before)
    {
        var promised = coordinator.Journal.Disk.Promised;
        Check(promised >= before.Promised, $"{coordinator.Id} promised office {before.Promised}, and now {promised}");
        if (coordinator.Journal.Disk.Newest is not { } row
            || row.Office < promised
            || world.Coordinators.Count(c => c.Journal.Disk.Find(row.Place) == row) < Majority)
        {
            return;
        }

        Check(
            _chosen.TryAdd(row.Place, row) || _chosen[row.Place].Tells(row),
            $"a majority of journals has {row.Id}, and had {_chosen[row.Place].Id} in its place");
        if (row.Entry is HealthEntry.Judged { Check: { Verdict.Condition: var verdict, Step: var step } })
        {
            Check(
                verdict == world.Case.VerdictAt(row.Course, step) && world.Case.IsCheck(step),
                $"a majority of journals has {verdict} of step {step} in course {row.Course}, and the quiet run has another verdict");
        }
    }

    public void OnCommit(Committed committed, RoundRecord record, SimulatedOffice by)
    {
        var journals = CountJournals(row => row.Entry is null
            && row.Round == committed.Id.Round && row.Steps == record.Steps && row.Hash == committed.Hash);
        Check(journals >= Majority, $"{committed.Id} was committed, and {journals} of {world.Coordinators.Length} journals have it");
        _commits.Add(committed.Id);
        if (by.Number < _office)
        {
            // A round that is computed again has its row already, so that nothing is asked of the journals: its commit may come after
            // another has taken office, and is of what was committed before.
            Check(
                _positions.Contains(new RunPosition(committed.Step, committed.Version, committed.Id.Round + 1)),
                $"{committed.Id} was committed in office {by.Number} after office {_office} had begun without it");
            return;
        }

        CheckHeld(committed.Id, record.Steps.First);
        _positions.Add(new RunPosition(committed.Step, committed.Version, committed.Id.Round + 1));
        _furthest = Math.Max(_furthest, committed.Step);
        (_committed, _holders, _loaded) = (committed.Id, [.. record.Reports.Select(r => r.Worker)], []);
        CheckTold(_holders, committed.Id, "committed");
        Check(committed.Version == _version + 1, $"version {committed.Version} follows {_version}");
        Check(
            _course > 0 || !(committed.Step > world.Case.DivergesAt),
            $"{committed.Id} was committed though step {world.Case.DivergesAt} is not finite");
        var position = (committed.Version, committed.Id.Round + 1);
        Check(
            _everCommitted.TryAdd(committed.Step, position)
                || (record.IsRedone && _everCommitted[committed.Step] == position),
            $"{committed.Id} committed step {committed.Step} a second time as another round or version");
        Check(record.Steps.First == _step && committed.Step == record.Steps.End, $"steps {record.Steps} follow step {_step}");
        Check(
            _quiet.Has(_course, committed.Step, committed.Hash),
            $"{committed.Id} has other weights at step {committed.Step} than the quiet run");
        Check(
            !world.Case.Options.SyncFollows || _quiet.Ends(_course, committed.Step),
            $"{committed.Id} ends at step {committed.Step}, and no round of the quiet run does");
        Check(CountsEachOnce(record), $"{committed.Id} does not count every replica once");
        foreach (var report in record.Reports)
        {
            Check(report.Hash == committed.Hash, $"{committed.Id} was committed though {report.Worker} holds another version");
            foreach (var row in report.Contributions)
            {
                Check(
                    (row.Round, row.Attempt) == (committed.Id.Round, committed.Id.Attempt),
                    $"{committed.Id} counts what {row.Worker} computed in round {row.Round} attempt {row.Attempt}");
            }
        }

        Commits.Add($"{committed.Step} {committed.Hash} {committed.Id}");
        if (!record.IsRedone)
        {
            _rounds.Add(new CommittedRound(
                record.Steps.First, record.Steps.Count, [.. record.Reports.SelectMany(r => r.Contributions)]));
        }

        (_version, _step) = (committed.Version, committed.Step);
    }

    private bool CountsEachOnce(RoundRecord record)
    {
        Span<bool> counted = stackalloc bool[world.Case.Options.Replicas];
        counted.Clear();
        foreach (var report in record.Reports)
        {
            foreach (var row in report.Contributions)
            {
                if (row.Replica < 0 || row.Replica >= counted.Length || counted[row.Replica])
                {
                    return false;
                }

                counted[row.Replica] = true;
            }
        }

        return !counted.Contains(false);
    }

    /// <summary>How many journals have such a row. It is mostly their newest.</summary>
    private int CountJournals(Predicate<JournalRow> isIt)
    {
        var journals = 0;
        foreach (var coordinator in world.Coordinators)
        {
            journals += coordinator.Journal.Disk.Rows.FindLastIndex(isIt) < 0 ? 0 : 1;
        }

        return journals;
    }

    /// <summary>A worker makes what it holds its version.</summary>
    public void OnWorkerCommit(WorkerId worker, AttemptId attempt) => Check(
        _commits.Contains(attempt), $"{worker} commits {attempt}, of which the coordinator has not heard");

    /// <summary>A worker has made this its version.</summary>
    public void OnVersion(WorkerId worker, long weights, long step, int course)
    {
        Check(
            _quiet.Has(course, step, ToyWeights.HashOf(weights, step)), $"{worker} holds other weights at step {step} than the quiet run");
        if ((course, step) == (_course, _step))
        {
            _loaded.Add(worker);
        }
    }

    public void OnCrash(SimulatedWorker worker) => _diedWith[worker.Id] = (worker.Replica.Course, worker.Replica.Step);

    /// <summary>A worker is let go, whether it hears of it or not. What it holds is not counted on any more.</summary>
    public void OnRelease(WorkerId worker, SimulatedOffice by)
    {
        _released.Add(worker);
        _releasedBy[worker] = by.Number;
        if (by.Number < _office)
        {
            return;
        }

        var state = by.State;
        var holders = _holders.Union(_loaded).ToList();
        var died = _diedWith.Where(death => death.Value == (_course, _step)).Select(death => death.Key);
        var others = holders.Union(died).Union(world.Living.Where(IsHere).Select(w => w.Id)).Where(w => w != worker);
        Check(
            !holders.Contains(worker) || others.Any(w => state.Workers.GetValueOrDefault(w) is { LostReason: null }),
            $"{worker} was let go, and nobody is left that holds the version");
    }

    public void OnCopy(long weights, long step, int course) => Check(
        _quiet.Has(course, step, ToyWeights.HashOf(weights, step)), $"the copy of step {step} has other weights than the quiet run");

    /// <summary>The coordinator records its own copy.</summary>
    public void OnKeep(long weights, long copied, long step, int course)
    {
        Check(copied == step, $"step {step} is recorded by the copy of step {copied}");
        OnCopy(weights, step, course);
    }

    private bool IsNotAdopted(JournalRow row) => row.Entry switch
    {
        null => row.Course == _course && !_everCommitted.ContainsKey(row.After.Step),
        HealthEntry.RolledBack => row.Course > _course,
        _ => false,
    };

    /// <summary>Whoever takes office may have to make the check again, or to go back to its version.</summary>
    private void CheckHeld(AttemptId attempt, long step)
    {
        var acts = world.Coordinators.Length > 1 && world.Case.Options.Health.OnAlarm == AlarmAction.Rollback;
        var nodes = world.Coordinators.Count(c => c.Journal.Find(step == _begins ? 0 : _course, _course, step) is not null);
        Check(
            !acts || !world.Case.IsCheck(step) || nodes >= Majority,
            $"{attempt} was committed, and {nodes} of {world.Coordinators.Length} nodes have the version of the check before it");
    }

    /// <summary>A worker did what its own guards should have refused.</summary>
    public void OnNonsense(string what) => Check(false, what);

    private bool IsHere(SimulatedWorker worker) => (worker.Replica.Course, worker.Replica.Step) == (_course, _step);

    private void CheckTold(IEnumerable<WorkerId> participants, AttemptId attempt, string end)
    {
        foreach (var worker in participants)
        {
            Check(_told.Contains((worker, attempt)), $"{attempt} was {end}, and {worker} was not told");
        }
    }

    private void Check(bool holds, [InterpolatedStringHandlerArgument(nameof(holds))] ref ViolationText violation)
    {
        if (!holds)
        {
            Violate(violation.Take());
        }
    }

    private void Check(bool holds, string violation)
    {
        if (!holds)
        {
            Violate(violation);
        }
    }

    private void Violate(string violation)
    {
        world.Trace?.Invoke($"VIOLATION {violation}");
        _violations.Add(violation);
    }
}
