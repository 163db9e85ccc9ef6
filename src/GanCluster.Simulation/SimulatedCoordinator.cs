using System.Collections.Immutable;
using GanCluster.Core.Terms;

namespace GanCluster.Simulation;

/// <summary>
/// A coordinator node's process: its journal, its place among the others, and, while it acts, the run. Whatever it set in motion
/// before it crashed is void.
/// </summary>
internal sealed class SimulatedCoordinator : SimulatedProcess, ITermEffects
{
    private static readonly TimeSpan PulseEvery = TimeSpan.FromSeconds(0.25);
    private static readonly TimeSpan GreetEvery = TimeSpan.FromSeconds(1);
    private readonly World _world;
    private readonly TermOptions _options;
    private readonly CandidacyOptions _candidate;
    private readonly HashSet<CoordinatorId> _agreed = [];
    private Candidacy _candidacy = new(TimeSpan.Zero);
    private ITerms? _terms;
    private long _wakes;

    /// <summary>The office that it has been granted and is about to act in; 0: none.</summary>
    private long _opening;

    public SimulatedCoordinator(World world, CoordinatorId id, ImmutableArray<CoordinatorId> list)
        : base(world.Clock)
    {
        (_world, Id, Number) = (world, id, list.IndexOf(id));
        _options = new TermOptions { Self = id, List = list, Spread = (double)Number / list.Length };
        _candidate = new CandidacyOptions(Number)
        {
            Silence = TimeSpan.FromSeconds(2),
            AfterBreak = TimeSpan.FromSeconds(0.4),
            PerRank = TimeSpan.FromSeconds(0.4),
        };
        Journal = new SimulatedJournal(this, world);
    }

    public CoordinatorId Id { get; }

    /// <summary>Its place in the list.</summary>
    public int Number { get; }

    public SimulatedJournal Journal { get; }

    /// <summary>The run, as long as it believes that it acts.</summary>
    public SimulatedOffice? Office { get; private set; }

    /// <summary>A process begins, with what the disk has.</summary>
    public void Start()
    {
        Begin();
        Journal.Start();
        _terms = _world.Interpreters.Terms(new TermState { Known = Journal.Disk.Promised }, _options, this);
        _candidacy = Candidacy.Begin(_world.Clock.Now, isNew: Journal.Disk.Promised == 0, _candidate);
        _agreed.Clear();
        if (_options.List.Length == 1)
        {
            Propose();
        }

        Pulse();
        Greet();
    }

    public void Crash()
    {
        End();
        _opening = 0;
        EndOffice();
        Journal.Crash();
    }

    /// <summary>Has the round written by a majority, or the office confirmed.</summary>
    public void Want(JournalRow? row) => Later(_world.Instant(), () => Handle(new RowWanted(row)));

    /// <summary>Whatever there is to be said against it.</summary>
    public void Propose() => Later(_world.Instant(), () => Handle(new Proposed(true)));

    public void Hear(IPeerWord word)
    {
        (_candidacy, var events) = _candidacy.Hear(_world.Clock.Now, word, _terms!.State, Id, _candidate);
        foreach (var e in events)
        {
            Handle(e);
        }
    }

    void ITermEffects.Send(CoordinatorId to, IJournalRequest request)
    {
        var other = _world.Coordinator(to);
        Carry(other, () => other.Journal.Ask(Id, request, answer => other.Carry(this, () =>
        {
            // Only the newest row goes over the network.
            _world.Trace?.Invoke($"  {Id} <- {TraceText.Of(answer)}");
            Handle(answer is OfficeAnswered office && other != this ? office with { Rows = null } : answer);
        })));
    }

    void ITermEffects.Act(long office, ImmutableList<JournalRow> rows, string reason)
    {
        _world.Trace?.Invoke($"{Id} acts: {reason}");
        _opening = office;
        Open(office, rows);
    }

    void ITermEffects.Committed() => Office?.Written();

    void ITermEffects.StepDown(string reason)
    {
        _world.Trace?.Invoke($"{Id} steps down: {reason}");
        _world.Exercised.SteppedDown++;
        _opening = 0;
        EndOffice();
    }

    void ITermEffects.WakeAt(TimeSpan at)
    {
        var number = ++_wakes;
        Later(at - _world.Clock.Now, () =>
        {
            if (number == _wakes)
            {
                Handle(TermTick.Instance);
            }
        });
    }

    /// <summary>Not before it has the versions that it may need: a majority had each before the run went on from it, so that some of
    /// those that granted the office have it.</summary>
    private void Open(long office, ImmutableList<JournalRow> rows)
    {
        if (_opening != office)
        {
            return;
        }

        var run = JournalledRun.Of(rows);
        var needed = _world.Coordinators.Length == 1 ? [] : run.Needed(_world.Case.Options);
        var missing = needed.Where(version => Journal.Find(version.Course, run.Course, version.Step) is null).ToList();
        foreach (var (course, step) in missing)
        {
            if (_world.Coordinators.FirstOrDefault(c => CanReach(c) && c.Journal.Find(course, run.Course, step) is not null) is { } source)
            {
                Journal.Keep(course, step, source.Journal.Find(course, run.Course, step)!.Value);
                _world.Exercised.VersionsFetched++;
            }
        }

        if (missing.Count > 0)
        {
            Later(_world.Seconds(0.1, 1), () => Open(office, rows));
            return;
        }

        Office = new SimulatedOffice(_world, this, office, rows);
        Office.Begin();
    }

    /// <summary>The acting coordinator has a version of a check.</summary>
    public void Offered(SimulatedOffice by, int course, long step, long weights) => Later(_world.FetchTime(), () =>
    {
        if (Journal.Has(course, step) || (CanReach(by.Node) && !_world.FetchFails()))
        {
            Journal.Keep(course, step, weights);
            _world.Network.Between(Number, by.Node.Number, () => by.Node.Later(TimeSpan.Zero, () => by.Held(Id, course, step)));
        }
    });

    private bool CanReach(SimulatedCoordinator other) => other != this && other.Alive && _world.Clock.Now >= other.HungUntil
        && !_world.Network.IsSplit(Number, other.Number);

    private void EndOffice()
    {
        Office?.End();
        Office = null;
    }

    private void Handle(ITermEvent e) => _terms!.Handle(_world.Clock.Now, e);

    /// <summary>To another coordinator over the network, to itself at once.</summary>
    private void Carry(SimulatedCoordinator other, Action deliver)
    {
        if (other == this)
        {
            Later(_world.Instant(), deliver);
        }
        else
        {
            _world.Network.Between(Number, other.Number, () => other.Later(TimeSpan.Zero, deliver));
        }
    }

    private void Pulse()
    {
        Hear(new PeerPulse(_agreed.Count + 1 >= _options.Majority));
        Later(PulseEvery, Pulse);
    }

    /// <summary>Whoever has not agreed to work with it is asked again; whoever acts says so.</summary>
    private void Greet()
    {
        foreach (var other in _world.Coordinators)
        {
            if (other != this && !_agreed.Contains(other.Id))
            {
                Carry(other, () => other.Carry(this, () => _agreed.Add(other.Id)));
            }

            if (other != this && _terms!.State is { Phase: TermPhase.Acting, Office: var office })
            {
                Carry(other, () => other.Hear(new ActingHeard(Id, office)));
            }
        }

        Later(GreetEvery, Greet);
    }
}
