using GanCluster.Core.Hashing;
using GanCluster.Core.Rounds;
using GanCluster.Core.Runs;

namespace GanCluster.Telemetry.Tests;

internal static class Examples
{
    public static readonly RunConfiguration Configuration = new()
    {
        Family = "mixture", Data = "ring8", Replicas = 4, Batch = 16, DSteps = 2, Seed = 7, Objective = "non-saturating",
    };

    public static readonly RunFacts Facts = new("ring8", Configuration, TargetStep: 300);

    public static readonly RunState Begun = RunState.StartingAt(TimeSpan.Zero, term: 1, step: 0, version: 0, round: 1);

    public static WorkerId Worker(int n) => new($"worker-{n}");

    /// <summary>Steps 10 to 14 in 2.5 s, by two workers.</summary>
    public static RoundRecord Round(double lossD = 0.5, double lossG = 1.5, long first = 10) => new(
        new AttemptId(new RunId("ring8"), 1, 3, 1),
        Version: 3,
        new StepSpan(first, 5),
        TimeSpan.FromSeconds(2.5),
        new ReplicaStatistics(-1, lossD, lossG, 0.75, 0.25, NormD: 3, NormG: 4, Drift: 0.125),
        [Report(1), Report(2)]);

    private static Combined Report(int n) => new(
        new AttemptId(new RunId("ring8"), 1, 3, 1), Worker(n), new Hash128(1, 2), [], [], ComputeSeconds: 2, ReplicaSteps: 10);
}
