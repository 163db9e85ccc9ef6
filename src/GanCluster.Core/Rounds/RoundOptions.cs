using GanCluster.Core.Runs;

namespace GanCluster.Core.Rounds;

/// <summary>What the round rules go by. Nothing here, but what comes from the configuration, changes a bit of the
/// result.</summary>
public sealed record RoundOptions
{
    public required RunId Run { get; init; }

    public required SyncMode Sync { get; init; }

    /// <summary>K of <see cref="SyncMode.Parameters"/>.</summary>
    public required int SyncEvery { get; init; }

    /// <summary>The step before which rounds are of <see cref="SyncMode.Gradients"/> whatever <see cref="Sync"/> is.</summary>
    public long LocalFrom { get; init; }

    /// <summary>K follows the drift of the replicas, up to <see cref="SyncEvery"/>: versions tell it.</summary>
    public bool SyncFollows { get; init; }

    public SyncSchedule Schedule => new(Sync, SyncEvery, LocalFrom, SyncFollows);

    public required int Replicas { get; init; }

    /// <summary>The run is done when this many steps are committed.</summary>
    public required long TargetStep { get; init; }

    /// <summary>Steps between two snapshots; a round never crosses a multiple of one. 0: none but the last.</summary>
    public long EvaluateEverySteps { get; init; }

    /// <inheritdoc cref="EvaluateEverySteps"/>
    public long CheckpointEverySteps { get; init; }

    /// <summary>What the verdict of a check, made every <see cref="EvaluateEverySteps"/>, does to the run.</summary>
    public ActingOptions Health { get; init; } = new();

    /// <summary>A step that no round crosses, such as the end of a benchmark's warm-up; 0: none.</summary>
    public long PauseAtStep { get; init; }

    /// <summary>False: no snapshot is taken, not even at the end (benchmarks).</summary>
    public bool Snapshots { get; init; } = true;

    /// <summary>Workers to wait for before the first round opens.</summary>
    public int ExpectedWorkers { get; init; } = 1;

    /// <summary>How long to wait for them. Default: 60 s.</summary>
    public TimeSpan JoinTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How long a round in <see cref="SyncMode.Gradients"/> aims to take. Default: 1 s.</summary>
    public TimeSpan RoundTime { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The progress deadline before a step's duration is known. Default: 120 s.</summary>
    public TimeSpan FirstDeadline { get; init; } = TimeSpan.FromSeconds(120);

    /// <summary>The least progress deadline, and that for loading a version. Default: 10 s.</summary>
    public TimeSpan LeastDeadline { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The progress deadline in median steps of the slowest worker. Default: 20.</summary>
    public double DeadlineInSteps { get; init; } = 20;

    /// <summary>How long the next opening waits for workers that are healing, unless a load is known to take longer. Default:
    /// 2 s.</summary>
    public TimeSpan HealTimeout { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>After how long a worker that loads the version is lost. Default: 60 s.</summary>
    public TimeSpan LoadDeadline { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How long a worker may take to hand over a snapshot; its recording is not counted. Default: 120 s.</summary>
    public TimeSpan SnapshotTimeout { get; init; } = TimeSpan.FromSeconds(120);

    /// <summary>After how long a worker that could not load the version is told to again. Default: 10 s.</summary>
    public TimeSpan HealRetry { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long to wait for a worker when none is left. Default: not at all.</summary>
    public TimeSpan RejoinTimeout { get; init; }

    /// <summary>How long to wait, when nobody is left that holds the version, for one of those who did, before the run goes back
    /// to an older one. Default: not at all.</summary>
    public TimeSpan HolderGrace { get; init; }

    /// <summary>The same after a coordinator has taken office over a run that is under way: whoever holds the version has to find it
    /// first. Default: not at all.</summary>
    public TimeSpan OfficeGrace { get; init; }

    /// <summary>How old the coordinator's copy of the version may be before another is fetched; null: it keeps none.</summary>
    public TimeSpan? SafeEvery { get; init; }

    /// <summary>
    /// How long to wait, after an exchange broke with every participant seemingly alive, for word of who is lost; doubled at
    /// each further break in the round, up to 2 s. Default: not at all.
    /// </summary>
    public TimeSpan BrokenGrace { get; init; }

    /// <summary>In how many breaks of a round a worker is named as out of reach before it is lost. Default: 3.</summary>
    public int BreaksUntilLost { get; init; } = 3;

    /// <summary>For how long a worker that the others could not reach is kept out. Default: 30 s.</summary>
    public TimeSpan Quarantine { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Tries at one round before the run fails. Default: 16.</summary>
    public int MaxAttempts { get; init; } = 16;
}
