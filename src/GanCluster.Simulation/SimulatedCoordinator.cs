using System.Collections.Immutable;
using GanCluster.Core.Terms;

namespace GanCluster.Simulation;

/// <summary>
/// A coordinator node's process: its journal, its place among the others, and, while it acts, the run. Whatever it set in motion
/// before it crashed is void.
/// </summary>
internal sealed class SimulatedCoordinator : SimulatedProcess, ITermEffects
{
    private readonly World _world;
    private readonly TermOptions _options;
    private ITerms? _terms;
    private long _wakes;

    public SimulatedCoordinator(World world, CoordinatorId id, ImmutableArray<CoordinatorId> list)
        : base(world.Clock)
    {
        (_world, Id, Number) = (world, id, list.IndexOf(id));
        _options = new TermOptions { Self = id, List = list, Spread = (double)Number / list.Length };
        Journal = new SimulatedJournal(this, world);
    }

    public CoordinatorId Id { get; }

    /// <summary>Its place in the list.</summary>
    public int Number { get; }

    public SimulatedJournal Journal { get; }

    /// <summary>When its process began: the cluster proposes the oldest.</summary>
    public TimeSpan Since { get; private set; }

    /// <summary>The cluster proposes it whatever there is to be said against it.</summary>
    public TimeSpan RivalUntil { get; set; }

    /// <summary>The run, as long as it believes that it acts.</summary>
    public SimulatedOffice? Office { get; private set; }

    /// <summary>A process begins, with what the disk has.</summary>
    public void Start()
    {
        Begin();
        Since = _world.Clock.Now;
        Journal.Start();
        _terms = _world.Interpreters.Terms(new TermState { Known = Journal.Disk.Promised }, _options, this);
        LookAround();
    }

    public void Crash()
    {
        End();
        RivalUntil = TimeSpan.Zero;
        EndOffice();
        Journal.Crash();
    }

    /// <summary>Has the round written by a majority, or the office confirmed.</summary>
    public void Want(JournalRow? row) => Later(_world.Instant(), () => Handle(new RowWanted(row)));

    void ITermEffects.Send(CoordinatorId to, IJournalRequest request)
    {
        var other = _world.Coordinator(to);
        Carry(other, () => other.Journal.Ask(request, answer => other.Carry(this, () =>
        {
            // Only the newest row goes over the network.
            _world.Trace?.Invoke($"  {Id} <- {TraceText.Of(answer)}");
            Handle(answer is OfficeAnswered office && other != this ? office with { Rows = null } : answer);
        })));
        if (other == this)
        {
            Later(_world.Instant(), () => Handle(new OfficePromised(Journal.Disk.Promised)));
        }
    }

    void ITermEffects.Act(long office, ImmutableList<JournalRow> rows, string reason)
    {
        _world.Trace?.Invoke($"{Id} acts: {reason}");
        Office = new SimulatedOffice(_world, this, office, rows);
        Office.Begin();
    }

    void ITermEffects.Committed() => Office?.Written();

    void ITermEffects.StepDown(string reason)
    {
        _world.Trace?.Invoke($"{Id} steps down: {reason}");
        _world.Exercised.SteppedDown++;
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

    /// <summary>What Akka's singleton does, more or less: the oldest of those that can be reached, with delay.</summary>
    private void LookAround()
    {
        Handle(new Proposed(_world.Clock.Now < RivalUntil || _world.Oldest(this) == this));
        Handle(new OfficePromised(Journal.Disk.Promised));
        Later(_world.Seconds(0.5, 2), LookAround);
    }
}
