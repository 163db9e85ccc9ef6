using GanCluster.Core.Rounds;

namespace GanCluster.Core.Workers;

/// <summary>
/// What a worker can do to the world. An actor and the simulator each supply these. Computing, committing and loading happen on
/// its thread in the order asked for.
/// </summary>
public interface IWorkerEffects
{
    /// <summary>Start computing; a <see cref="ComputeEnded"/> follows.</summary>
    void Compute(RoundAssignment assignment);

    /// <summary>Make the result that its thread holds its committed version.</summary>
    void Commit(Committed committed);

    /// <summary>Free whoever waits in the attempt's exchanges, at once.</summary>
    void Fence(AttemptId id, string reason);

    /// <summary>Fetch the version and make it the committed one; a <see cref="LoadEnded"/> follows.</summary>
    void Load(LoadVersion order);

    void Tell(IRunEvent e);

    /// <summary>Call <see cref="WorkerInterpreter.Tick"/> no later than this.</summary>
    void WakeAt(TimeSpan at);
}

/// <summary>What the thread did with an assignment.</summary>
/// <param name="Report">A <see cref="Combined"/> or a <see cref="NotFinite"/>; null if the exchange broke, or if the thread
/// refused the assignment as stale.</param>
public sealed record ComputeEnded(AttemptId Id, IAttemptEvent? Report, ExchangeBroken? Broken = null);

/// <param name="Step">The step of the version that the thread now holds; null if nothing was loaded.</param>
/// <param name="Course">Of that version.</param>
/// <param name="Every">What it tells of the round after it.</param>
public sealed record LoadEnded(long? Step, int Course = 0, int Every = 0);

/// <summary>The version that a worker's thread holds.</summary>
/// <param name="Every">What it tells of the round after it.</param>
public readonly record struct HeldVersion(long Step, int Course = 0, int Every = 0);

public sealed record WorkerOptions
{
    /// <summary>How often an idle worker says where it stands. Default: 1 s.</summary>
    public TimeSpan AnnounceEvery { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How long an idle worker waits for an assignment after a commit until it says where it stands. Default: 0.1 s.</summary>
    public TimeSpan AnnounceAfterCommit { get; init; } = TimeSpan.FromSeconds(0.1);

    /// <summary>How often a report is said again until something newer comes. Default: 2 s.</summary>
    public TimeSpan ReportEvery { get; init; } = TimeSpan.FromSeconds(2);
}
