using GanCluster.Core.Rounds;
using GanCluster.Core.Runs;
using GanCluster.Node.Runs;

namespace GanCluster.Node.Cluster;

/// <summary>How rounds over nodes treat silence and loss.</summary>
internal sealed record RoundPolicy(int Workers, TimeSpan? JoinTimeout)
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
        RejoinTimeout = TimeSpan.FromSeconds(60),
        BrokenGrace = TimeSpan.FromSeconds(0.25),
    };

    internal static RoundOptions InProcess(RunRequest request) => new()
    {
        Run = new RunId(request.Name),
        Sync = request.Configuration.Sync,
        SyncEvery = request.Configuration.SyncEvery,
        Replicas = request.Configuration.Replicas,
        TargetStep = request.TargetStep,
        EvaluateEverySteps = Steps(request.Configuration, request.Configuration.EvaluateEvery),
        CheckpointEverySteps = Steps(request.Configuration, request.Configuration.CheckpointEvery),
        ExpectedWorkers = request.Workers,

        // Threads of one process share its fate: what is silent for less than this is a busy machine.
        LeastDeadline = TimeSpan.FromSeconds(60),
    };

    private static long Steps(RunConfiguration configuration, long images) =>
        images == 0 ? 0 : RunLength.StepsFor(configuration, images);
}
