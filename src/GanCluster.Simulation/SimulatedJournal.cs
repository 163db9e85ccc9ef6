using GanCluster.Core.Health;
using GanCluster.Core.Rounds;
using GanCluster.Core.Terms;

namespace GanCluster.Simulation;

internal interface IJournal
{
    JournalState State { get; }

    IJournalAnswer Answer(IJournalRequest request);
}

internal sealed class RealJournal(CoordinatorId self, JournalState state) : IJournal
{
    public JournalState State { get; private set; } = state;

    public IJournalAnswer Answer(IJournalRequest request)
    {
        (State, var answer) = JournalRules.Answer(self, State, request);
        return answer;
    }
}

/// <summary>
/// A coordinator node's journal and the disk under it. What is answered is on the disk; what is on its way there at a crash is
/// there or not, in the order written, and the last of it may be torn: the promise without the row.
/// </summary>
internal sealed class SimulatedJournal(SimulatedCoordinator owner, World world)
{
    private readonly Queue<JournalState> _onTheWay = [];
    private IJournal? _journal;
    private TimeSpan _busyUntil;

    /// <summary>What the disk has.</summary>
    public JournalState Disk { get; private set; } = JournalState.Empty;

    /// <summary>The coordinator's copy of a version, as its disk has it.</summary>
    public (long Weights, RunPosition At) Copy { get; set; } = (0, new RunPosition(0, 0, 1));

    /// <summary>Versions of checks, as its disk has them.</summary>
    private Dictionary<(int Course, long Step), long> Versions { get; } = [];

    /// <summary>Of that copy.</summary>
    public int CopyCourse { get; set; }

    public void Keep(int course, long step, long weights)
    {
        world.Checker.OnCopy(weights, step, course);
        Versions[(course, step)] = weights;
    }

    public bool Has(int course, long step) => Versions.ContainsKey((course, step));

    /// <summary>The version of a step that was made in a course, or in a later one that went back to it; null: it is not there.</summary>
    public long? Find(int course, int upTo, long step)
    {
        for (var made = course; made <= upTo; made++)
        {
            if (Versions.TryGetValue((made, step), out var weights))
            {
                return weights;
            }
        }

        return null;
    }

    public void Start()
    {
        _journal = world.Interpreters.Journal(owner.Id, Disk);
        _busyUntil = TimeSpan.Zero;
    }

    public void Crash()
    {
        while (_onTheWay.TryDequeue(out var state) && world.Random.Next(3) is var luck && luck > 0)
        {
            if (luck == 1)
            {
                Write(Disk with { Promised = state.Promised });
                break;
            }

            Write(state);
        }

        _onTheWay.Clear();
    }

    /// <param name="answered">Called once what the answer tells is on the disk.</param>
    public void Ask(CoordinatorId by, IJournalRequest request, Action<IJournalAnswer> answered)
    {
        var answer = _journal!.Answer(request);
        var state = _journal.State;
        var takes = ReferenceEquals(state, Disk) && _onTheWay.Count == 0 ? TimeSpan.Zero : world.DiskTime();
        _busyUntil = (world.Clock.Now > _busyUntil ? world.Clock.Now : _busyUntil) + takes;
        world.NoteBacklog(_busyUntil);
        _onTheWay.Enqueue(state);
        owner.Later(_busyUntil - world.Clock.Now, () =>
        {
            _onTheWay.Dequeue();
            Write(state);
            owner.Hear(new RequestHeard(by, request, Disk.Promised));
            answered(answer);
            if (request is AppendRow { Row.Entry: HealthEntry.RolledBack })
            {
                StrikeWriter(by);
            }
        });
    }

    /// <summary>A journal has the roll-back, and its writer knows of none.</summary>
    private void StrikeWriter(CoordinatorId writer)
    {
        if (world.Case.CrashesAtEntries && world.Random.Next(4) == 0)
        {
            world.Crash(world.Coordinator(writer));
        }
    }

    private void Write(JournalState state)
    {
        if (!ReferenceEquals(state, Disk))
        {
            var before = Disk;
            Disk = state;
            world.Checker.OnDisk(owner, before);
        }
    }
}
