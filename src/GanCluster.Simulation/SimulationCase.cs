using GanCluster.Core.Health;
using GanCluster.Core.Noise;
using GanCluster.Core.Rounds;
using GanCluster.Core.Runs;

namespace GanCluster.Simulation;

/// <summary>What a seed stands for. Times are short, so that many of them fit into a run.</summary>
internal sealed record SimulationCase
{
    private const long Steps = 240;
    private const int LeastForMajority = 3;

    /// <summary>Seconds; many runs are over by then.</summary>
    private const double LatestStop = 90;

    /// <summary>Roll-backs come late in a run.</summary>
    private static readonly TimeSpan LateCalm = TimeSpan.FromSeconds(100);

    /// <summary>About how long a step takes if all workers take part.</summary>
    public const double StepSeconds = 0.25;

    /// <summary>Seconds that a message takes at most, where nothing is wrong.</summary>
    public const double ShortDelay = 0.05;

    /// <summary>Seconds that half a fetch of a version takes at most, where nothing is wrong.</summary>
    public const double ShortFetch = 0.2;

    /// <summary>Seconds that a write to a disk takes at most, where nothing is wrong.</summary>
    public const double ShortWrite = 0.005;

    public required ulong Seed { get; init; }

    /// <summary>The most workers at a time.</summary>
    public required int Workers { get; init; }

    /// <summary>Those of the static list: 1 or 3.</summary>
    public required int Coordinators { get; init; }

    public required RoundOptions Options { get; init; }

    /// <summary>No fault begins, and none goes on, after this.</summary>
    public TimeSpan CalmFrom { get; init; } = TimeSpan.FromSeconds(40);

    /// <summary>Shares of the messages.</summary>
    public double Loss { get; init; }

    public double Duplication { get; init; }

    /// <summary>Seconds: a tenth of the messages take up to this, the others a hundredth of it.</summary>
    public double LongestDelay { get; init; } = ShortDelay;

    /// <summary>Share of the fetches of a version that fail.</summary>
    public double FetchFailure { get; init; }

    /// <summary>Seconds that half a fetch takes at most, until it is calm.</summary>
    public double LongestFetch { get; init; } = ShortFetch;

    /// <summary>Seconds that recording a snapshot takes at most.</summary>
    public double LongestRecording { get; init; } = 0.1;

    /// <summary>Seconds that a journal's write takes at most, until it is calm.</summary>
    public double LongestWrite { get; init; } = ShortWrite;

    /// <summary>Seconds that measuring a version takes at most.</summary>
    public double LongestCheck { get; init; } = 0.1;

    /// <summary>Share of the workers that come only after the run has begun.</summary>
    public double LateJoins { get; init; }

    /// <summary>Mean seconds from one fault to the next, and how likely each kind is.</summary>
    public double BetweenFaults { get; init; } = double.PositiveInfinity;

    public IReadOnlyList<(FaultKind Kind, double Weight)> Faults { get; init; } = [];

    /// <summary>Crashes may strike the last worker that holds the version, or all at once, and it may ask to leave: the run goes on
    /// from an older one, or stops.</summary>
    public bool Reckless { get; init; }

    /// <summary>The worker, by the order in which they first come, whose bits are wrong from then on; null: none.</summary>
    public int? OddWorker { get; init; }

    /// <inheritdoc cref="OddWorker"/>
    public TimeSpan OddFrom { get; init; }

    /// <summary>Nothing befalls anybody.</summary>
    public bool IsQuiet => Faults.Count == 0 && Loss + Duplication == 0 && LongestDelay == ShortDelay && LongestWrite == ShortWrite;

    /// <summary>The step whose sum is not finite, whoever makes it; null: all are.</summary>
    public long? DivergesAt { get; init; }

    /// <summary>Of one coordinator alone, what a check has decided is in no journal, so that the coordinator of a run that rolls back is
    /// never lost.</summary>
    public bool CoordinatorStays => Coordinators == 1 && Options.Health.OnAlarm == AlarmAction.Rollback;

    /// <summary>Whoever makes a check, or has one or a roll-back written, is likely to crash just then.</summary>
    public bool CrashesAtEntries { get; init; }

    /// <summary>When somebody asks for the run's end; null: never.</summary>
    public TimeSpan? StopsAt { get; init; }

    /// <summary>What the case's events are drawn from.</summary>
    public Random Events() => new(Fold(Seed) ^ 0x5eed);

    /// <summary>Elsewhere a version may be measured, as where a run ends, and is not judged.</summary>
    public bool IsCheck(long step) => CheckSteps.Includes(Options.Schedule, Options.EvaluateEverySteps, step);

    /// <summary>Where a round ends, if K follows the drift, that begins with a version.</summary>
    public long EndOfRound(long step, long weights)
    {
        long[] cuts = [Options.EvaluateEverySteps, Options.CheckpointEverySteps, Options.TargetStep];
        return cuts.Where(every => every > 0).Select(every => ((step / every) + 1) * every)
            .Append(step + ToyWeights.EveryAfter(weights, Options)).Min();
    }

    /// <summary>What a check shows, whoever made the version and whenever it is measured.</summary>
    public HealthCondition VerdictAt(int course, long step) => (Philox.Block(Seed, NoiseStream.Of(NoisePurpose.Course, (ulong)step), (ulong)course).W0 % 8) switch
    {
        0 or 1 => HealthCondition.Alarm,
        2 => HealthCondition.Suspect,
        _ => HealthCondition.Healthy,
    };

    public static SimulationCase Of(ulong seed, int mostWorkers)
    {
        var stop = new Random(Fold(seed) ^ 0x570b);
        var drawn = Drawn(seed, mostWorkers) with
        {
            StopsAt = stop.Next(8) == 0 ? TimeSpan.FromSeconds(stop.NextDouble() * LatestStop) : null,
        };
        if (drawn.Options.Sync == SyncMode.Parameters && stop.Next(3) == 0)
        {
            drawn = drawn with { Options = drawn.Options with { LocalFrom = stop.Next((int)Steps / 2) } };
        }

        if (drawn.Options.Sync == SyncMode.Parameters && new Random(Fold(seed) ^ 0xd41f).Next(2) == 0)
        {
            drawn = drawn with { Options = drawn.Options with { SyncFollows = true } };
        }

        var random = new Random(Fold(seed) ^ 0xc0de);
        return random.Next(3) == 0 ? Acting(drawn, random) : drawn;
    }

    /// <summary>A run whose health rolls it back. A single coordinator stays.</summary>
    private static SimulationCase Acting(SimulationCase drawn, Random random) => drawn with
    {
        Faults = [.. drawn.Faults.Where(fault => drawn.Coordinators > 1 || fault.Kind < FaultKind.CoordinatorCrash)],
        CrashesAtEntries = CrashesAtEntriesOf(drawn),
        CalmFrom = CrashesAtEntriesOf(drawn) ? LateCalm : drawn.CalmFrom,
        LongestCheck = random.Next(4) == 0 ? 0.1 : 15,
        Options = drawn.Options with
        {
            EvaluateEverySteps = random.Next(15, 50),
            Health = new() { OnAlarm = AlarmAction.Rollback, Rollbacks = random.Next(1, 4) },
        },
    };

    private static bool CrashesAtEntriesOf(SimulationCase drawn) =>
        drawn.Coordinators > 1 && drawn.Faults.Count > 0 && drawn.Seed % 3 > 0;

    private static SimulationCase Drawn(ulong seed, int mostWorkers)
    {
        var random = new Random(Fold(seed));
        var workers = random.Next(1, mostWorkers + 1);
        var quiet = new SimulationCase
        {
            Seed = seed,
            Workers = workers,
            Coordinators = random.Next(2) == 0 ? 1 : 3,
            Options = OptionsOf(random, workers),
        };
        if (random.Next(4) == 0)
        {
            return random.Next(12) == 0 ? quiet with { DivergesAt = random.Next((int)Steps) } : quiet;
        }

        var troubled = Troubled(quiet, random);
        return random.Next(12) switch
        {
            0 => troubled with { DivergesAt = random.Next((int)Steps) },
            1 or 2 when workers >= LeastForMajority => troubled with
            {
                OddWorker = random.Next(1, workers + 1),
                OddFrom = TimeSpan.FromSeconds(random.Next(40)),
            },
            _ => troubled,
        };
    }

    private static int Fold(ulong seed) => unchecked((int)(seed ^ (seed >> 32)));

    /// <summary>Swarm testing: every seed leaves some kinds of faults out, so that the others come in greater numbers.</summary>
    private static SimulationCase Troubled(SimulationCase quiet, Random random) => quiet with
    {
        Loss = random.Next(3) == 0 ? 0 : random.NextDouble() * 0.12,
        Duplication = random.Next(3) == 0 ? 0 : random.NextDouble() * 0.25,
        LongestDelay = random.Next(3) switch { 0 => ShortDelay, 1 => 0.5, _ => 3 },
        FetchFailure = random.Next(2) == 0 ? 0 : random.NextDouble() * 0.6,
        LongestFetch = random.Next(2) == 0 ? ShortFetch : 5,
        LongestRecording = random.Next(2) == 0 ? 0.1 : 20,
        LongestWrite = random.Next(3) switch { 0 => ShortWrite, 1 => 0.1, _ => 2 },
        LateJoins = random.Next(3) * 0.5,
        BetweenFaults = random.Next(6) == 0 ? double.PositiveInfinity : 0.5 + (random.NextDouble() * 5),
        Faults = [.. FaultsOf(random, out var reckless)],
        Reckless = reckless,
    };

    private static IEnumerable<(FaultKind Kind, double Weight)> FaultsOf(Random random, out bool reckless)
    {
        var drawn = Enum.GetValues<FaultKind>().Where(_ => random.Next(2) == 0)
            .Select(k => (Kind: k, Weight: random.NextDouble() * Share(k))).ToList();
        var isReckless = reckless = random.Next(4) == 0;
        return drawn.Where(f => isReckless || f.Kind != FaultKind.CrashOfAll);
    }

    /// <summary>Crashes more often than others find nobody who can be spared.</summary>
    private static double Share(FaultKind kind) => kind switch
    {
        FaultKind.Crash => 3,
        FaultKind.CoordinatorCrash => 2,
        FaultKind.CrashOfAll => 0.3,
        _ => 1,
    };

    private static RoundOptions OptionsOf(Random random, int workers) => new()
    {
        Run = new RunId("run"),
        Sync = random.Next(2) == 0 ? SyncMode.Gradients : SyncMode.Parameters,
        SyncEvery = random.Next(3, 15),
        Replicas = random.Next(1, 9),
        TargetStep = Steps,
        EvaluateEverySteps = random.Next(2) * 60,
        CheckpointEverySteps = random.Next(2) * 50,
        ExpectedWorkers = random.Next(1, workers + 1),
        JoinTimeout = TimeSpan.FromSeconds(10),
        RoundTime = TimeSpan.FromSeconds(0.5 + (random.NextDouble() * 3)),
        FirstDeadline = TimeSpan.FromSeconds(8),
        LeastDeadline = TimeSpan.FromSeconds(3),
        DeadlineInSteps = 10,
        HealTimeout = TimeSpan.FromSeconds(1),
        HealRetry = TimeSpan.FromSeconds(4),
        LoadDeadline = TimeSpan.FromSeconds(20),
        SnapshotTimeout = TimeSpan.FromSeconds(6),
        RejoinTimeout = TimeSpan.FromMinutes(2),
        HolderGrace = TimeSpan.FromSeconds(random.Next(3) * 2.5),
        SafeEvery = TimeSpan.FromSeconds(random.Next(2, 20)),
        OfficeGrace = TimeSpan.FromSeconds(workers % 3 * 4),
        BrokenGrace = TimeSpan.FromSeconds(random.Next(2) * 0.1),
        Quarantine = TimeSpan.FromSeconds(15),
        MaxAttempts = 100,
    };
}
