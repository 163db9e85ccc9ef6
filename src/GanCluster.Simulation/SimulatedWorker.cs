using GanCluster.Core.Rounds;
using GanCluster.Core.Workers;

namespace GanCluster.Simulation;

/// <summary>
/// A worker's process: the interpreter that the actor runs, and a replica with weights of one whole number. Whatever it set in
/// motion before it crashed is void: that is what its life's number is for.
/// </summary>
internal sealed class SimulatedWorker : SimulatedProcess, IWorkerEffects
{
    private static readonly TimeSpan LeaveAgain = TimeSpan.FromSeconds(2);
    private readonly World _world;
    private readonly Action<IRunEvent> _tell;
    private readonly SimulatedReplica _replica;
    private IWorker? _interpreter;
    private SimulatedOffice? _by;
    private long _heard;
    private long _wakes;

    public SimulatedWorker(WorkerId id, World world, bool odd, double secondsPerReplicaStep, Action<IRunEvent> tell)
        : base(world.Clock)
    {
        (Id, _world, Odd, _tell) = (id, world, odd, tell);
        _replica = new SimulatedReplica(this, world, secondsPerReplicaStep);
    }

    public WorkerId Id { get; }

    /// <summary>Its bits are wrong, sooner or later.</summary>
    public bool Odd { get; }

    /// <summary>It asked to be let go.</summary>
    public bool Leaving { get; private set; }

    /// <summary>It was let go, or sent away.</summary>
    public bool Left { get; private set; }

    /// <summary>When its last process ended.</summary>
    public TimeSpan? DiedAt { get; private set; }

    public SimulatedReplica Replica => _replica;

    private IWorker Interpreter => _interpreter ?? throw new InvalidOperationException($"{Id} was never started");

    /// <summary>A process begins, with what the replica holds.</summary>
    public void Start()
    {
        Begin();
        DiedAt = null;
        if (_replica.Course > 0)
        {
            // The interpreter begins in course 0, and what was held in another is lost with the process.
            _replica.Reset(keepMemory: false);
        }

        _interpreter = _world.Interpreters.Worker(
            Id, new HeldVersion(_replica.Step, Every: _replica.Every), new WorkerOptions(), this);
        Interpreter.Tick(_world.Clock.Now);
    }

    /// <param name="keepMemory">The replica survives: only the process's part in the cluster ends.</param>
    public void Crash(bool keepMemory)
    {
        _world.Checker.OnCrash(this);
        End();
        (Leaving, DiedAt, _heard) = (false, _world.Clock.Now, 0);
        _replica.Reset(keepMemory);
        _world.Exchange.Disconnect(this);
    }

    public void Leave()
    {
        Leaving = true;
        SayLeaving();
    }

    /// <param name="office">Whose word it is; one below that of the newest that it has heard of is none.</param>
    public void Release(long office) => Later(TimeSpan.Zero, () =>
    {
        if (office >= _heard)
        {
            Crash(keepMemory: false);
            Left = true;
        }
    });

    public void Told(IWorkerOrder order, SimulatedOffice by) => Later(TimeSpan.Zero, () =>
    {
        _heard = Math.Max(_heard, OfficeOf(order));
        _by = by;
        Interpreter.Handle(_world.Clock.Now, order);
    });

    /// <summary>Takes a copy if this is the version that the replica holds. What asks late, or too early, gets none.</summary>
    /// <param name="copied">Told the copy's weights.</param>
    public void Snapshot(long step, Action<long> copied) => Later(_world.Seconds(0, 1), () =>
    {
        if (_replica.Step == step)
        {
            var weights = _replica.Weights;
            _world.Checker.OnCopy(weights, step, _replica.Course);
            copied(weights);
        }
    });

    public void Tell(IRunEvent e) => _tell(e);

    public void Ended(ComputeEnded ended) => Interpreter.Handle(_world.Clock.Now, ended);

    public void Ended(LoadEnded ended) => Interpreter.Handle(_world.Clock.Now, ended);

    void IWorkerEffects.Compute(RoundAssignment assignment)
    {
        if (Term.OfficeOf(assignment.Id.Term) < _heard)
        {
            _world.Checker.OnNonsense($"{Id} computes {assignment.Id} though it has heard of office {_heard}");
        }

        _replica.Compute(assignment);
    }

    void IWorkerEffects.Commit(Committed committed) => _replica.Commit(committed);

    void IWorkerEffects.Fence(AttemptId id, string reason) => _replica.Fence(id, reason);

    void IWorkerEffects.Load(LoadVersion order) => _replica.Load(order, _by!);

    void IWorkerEffects.WakeAt(TimeSpan at)
    {
        var number = ++_wakes;
        Later(at - _world.Clock.Now, () =>
        {
            if (number == _wakes)
            {
                Interpreter.Tick(_world.Clock.Now);
            }
        });
    }

    private static long OfficeOf(IWorkerOrder order) => order switch
    {
        RoundAssignment assignment => Term.OfficeOf(assignment.Id.Term),
        AttemptFenced fenced => Term.OfficeOf(fenced.Id.Term),
        _ => 0,
    };

    /// <summary>Again and again, for it may get lost.</summary>
    private void SayLeaving()
    {
        if (Leaving)
        {
            _tell(new WorkerLeaving(Id));
            Later(LeaveAgain, SayLeaving);
        }
    }
}
