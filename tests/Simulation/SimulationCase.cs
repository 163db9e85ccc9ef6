using GanCluster.Core.Rounds;
using GanCluster.Core.Runs;

namespace GanCluster.Simulation.Tests;

/// <summary>What a seed stands for.</summary>
internal sealed record SimulationCase
{
    public const long Steps = 60;

    public required int Seed { get; init; }

    public required int Workers { get; init; }

    public required RoundOptions Options { get; init; }

    /// <summary>Shares of the messages.</summary>
    public double Loss { get; init; }

    public double Duplication { get; init; }

    /// <summary>Seconds.</summary>
    public double LongestDelay { get; init; }

    /// <summary>Mean seconds from one crash or hang to the next, of all workers but the steady one.</summary>
    public double BetweenFaults { get; init; } = double.PositiveInfinity;

    public static SimulationCase Of(int seed)
    {
        var random = new Random(seed);
        var workers = random.Next(1, 6);
        return new SimulationCase
        {
            Seed = seed,
            Workers = workers,
            Options = new RoundOptions
            {
                Run = new RunId("run"),
                Sync = random.Next(2) == 0 ? SyncMode.Gradients : SyncMode.Parameters,
                SyncEvery = 5,
                Replicas = random.Next(1, 9),
                TargetStep = Steps,
                CheckpointEverySteps = random.Next(2) * 15,
                ExpectedWorkers = workers,
                JoinTimeout = TimeSpan.FromSeconds(20),
                FirstDeadline = TimeSpan.FromSeconds(20),
                SnapshotTimeout = TimeSpan.FromSeconds(20),
                RoundTime = TimeSpan.FromSeconds(random.Next(1, 10)),
                MaxAttempts = 60,
            },
            Loss = random.Next(3) * 0.05,
            Duplication = random.Next(3) * 0.1,
            LongestDelay = random.Next(1, 4),
            BetweenFaults = random.Next(3) == 0 ? double.PositiveInfinity : random.Next(3, 40),
        };
    }

    /// <summary>The same run in peace: one worker and a network that loses nothing.</summary>
    public SimulationCase Quiet() => this with
    {
        Workers = 1,
        Options = Options with { ExpectedWorkers = 1 },
        Loss = 0,
        Duplication = 0,
        BetweenFaults = double.PositiveInfinity,
    };
}
