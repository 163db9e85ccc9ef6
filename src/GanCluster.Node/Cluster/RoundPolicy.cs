using GanCluster.Core.Rounds;
using GanCluster.Core.Runs;
using GanCluster.Node.Runs;

namespace GanCluster.Node.Cluster;

/// <summary>How rounds over nodes treat silence and loss.</summary>
/// <param name="JoinTimeout">For how long workers are waited for, at the start and when none is left; null: until they come.</param>
/// <param name="SafeEvery">How old the coordinator's copy of the version may be; null: 30 s.</param>
internal sealed record RoundPolicy(int Workers, TimeSpan? JoinTimeout, TimeSpan? SafeEvery)
{
    /// <summary>
    /// A node that hangs is noticed within 4 s: it shows life twice a second, and a step is mostly shorter than the least
    /// deadline. A word too late costs a repetition, never a bit.
    /// </summary>
    internal RoundOptions Over(RunRequest request) => InProcess(request) with
    {
        ExpectedWorkers = Workers,
        JoinTimeout = JoinTimeout ?? TimeSpan.FromDays(365),
        LeastDeadline = TimeSpan.FromSeconds(3),
        DeadlineInSteps = 5,
        RejoinTimeout = JoinTimeout ?? TimeSpan.FromDays(365),

        // A worker whose connection broke and that lives is back within a second. Whose last holder was killed is to compute again
        // within three, of which the steps since the copy are a part.
        HolderGrace = TimeSpan.FromSeconds(1.5),

        // Workers notice within some seconds that another coordinator acts, and on a busy machine take seconds to be let in.
        OfficeGrace = TimeSpan.FromSeconds(8),
        SafeEvery = SafeEvery ?? TimeSpan.FromSeconds(30),
        BrokenGrace = TimeSpan.FromSeconds(0.25),
    };

    internal static RoundOptions InProcess(RunRequest request) => new()
    {
        Run = new RunId(request.Name),
        Sync = request.Configuration.Sync,
        SyncEvery = request.Configuration.SyncEvery,
        SyncFollows = request.Configuration.SyncDrift > 0,
        LocalFrom = RunLength.StepsBeforeLocal(request.Configuration),
        Replicas = request.Configuration.Replicas,
        TargetStep = request.TargetStep,
        EvaluateEverySteps = Steps(request.Configuration, request.Configuration.EvaluateEvery),
        CheckpointEverySteps = Steps(request.Configuration, request.Configuration.CheckpointEvery),
        Health = request.Configuration.Health,
        ExpectedWorkers = request.Workers,

        // Threads of one process share its fate: what is silent for less than this is a busy machine.
        LeastDeadline = TimeSpan.FromSeconds(60),
    };

    private static long Steps(RunConfiguration configuration, long images) =>
        images == 0 ? 0 : RunLength.StepsFor(configuration, images);
}
