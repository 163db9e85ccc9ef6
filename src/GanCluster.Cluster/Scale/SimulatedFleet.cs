using Akka.Actor;
using Akka.Hosting;
using GanCluster.Cluster.Coordination;
using GanCluster.Cluster.Hosting;
using GanCluster.Core.Observers;
using GanCluster.Core.Rounds;
using GanCluster.Core.Runs;

namespace GanCluster.Cluster.Scale;

/// <summary>What a fleet is asked.</summary>
/// <param name="Step">How long a step takes, its exchange included.</param>
/// <param name="Rounds">That are measured, after one that is not.</param>
public sealed record FleetQuestion(int Workers, int WorkersPerNode, int Replicas, SyncMode Sync, TimeSpan Step, int Rounds);

/// <summary>What a fleet did.</summary>
/// <param name="Steps">Of the measured rounds.</param>
/// <param name="Busy">Of coordinator and parameter averaging, over the measured rounds.</param>
/// <param name="Allocated">Bytes in this process meanwhile, whoever needed them.</param>
/// <param name="ToFirst">From a round's last report to the next round's first assignment, the median.</param>
/// <param name="ToLast">... and to the last one.</param>
public sealed record FleetFigures(
    FleetQuestion Question,
    TimeSpan Joined,
    TimeSpan Taken,
    long Steps,
    TimeSpan Busy,
    long Messages,
    long Allocated,
    TimeSpan ToFirst,
    TimeSpan ToLast);

/// <summary>
/// A run in this process over workers that compute nothing: coordinator, parameter averaging and recorder are those of every run,
/// in an actor system that listens nowhere; nodes and workers are actors that answer as such would.
/// </summary>
public static class SimulatedFleet
{
    private const int SyncEvery = 20;

    /// <exception cref="InvalidOperationException">The run failed.</exception>
    public static async Task<FleetFigures> Run(FleetQuestion question, TimeProvider time, CancellationToken stop)
    {
        var (log, busy) = (new FleetLog(time), new BusyTime(time));
        var watch = new Watch(time, busy, question.Rounds + 1);
        var settings = Settings(question, watch, busy, time);
        using var host = ClusterHost.BuildAlone(_ => { }, akka => akka.WithActors((system, _) =>
        {
            var coordinator = system.ActorOf(Props.Create(() => new CoordinatorActor(settings)), "coordinator");
            watch.Reached = () => coordinator.Tell(new StopRequested("it has been measured"), ActorRefs.NoSender);
            for (var (node, left) = (0, question.Workers); left > 0; node++, left -= question.WorkersPerNode)
            {
                var (key, workers) = ($"node-{node}", Math.Min(left, question.WorkersPerNode));
                system.ActorOf(Props.Create(() => new SimulatedNodeActor(key, workers, coordinator, log, question.Step)), key);
            }
        }));
        await host.StartSystem().ConfigureAwait(false);
        try
        {
            var outcome = await settings.Completion.Task.WaitAsync(stop).ConfigureAwait(false);
            if (!outcome.Succeeded || outcome.State.Faults > 0)
            {
                throw new InvalidOperationException($"{outcome.Reason}; {outcome.State.Faults} faults");
            }
        }
        finally
        {
            await host.StopAsync(CancellationToken.None).ConfigureAwait(false);
        }

        var (begun, ended, turns) = (watch.Marks[0], watch.Marks[^1], log.Turns(after: 1));
        return new FleetFigures(
            question,
            watch.OpenedAt,
            ended.At - begun.At,
            ended.Step - begun.Step,
            ended.Busy - begun.Busy,
            ended.Messages - begun.Messages,
            ended.Allocated - begun.Allocated,
            Median(turns.Select(turn => turn.First)),
            Median(turns.Select(turn => turn.Last)));
    }

    private static CoordinatorSettings Settings(
        FleetQuestion question, IRunObserver observer, BusyTime busy, TimeProvider time) => new()
    {
        Options = new RoundOptions
        {
            Run = new RunId("fleet"),
            Sync = question.Sync,
            SyncEvery = SyncEvery,
            Replicas = question.Replicas,
            TargetStep = long.MaxValue,
            Snapshots = false,
            ExpectedWorkers = question.Workers,
        },
        Configuration = new RunConfiguration { Family = "mixture", Data = "ring8", Sync = question.Sync, SyncEvery = SyncEvery },
        DataSha256 = Task.FromResult(""),
        Kernels = "none",
        Data = new NoPlane(),
        Observer = observer,
        Secret = [],
        Completion = new TaskCompletionSource<RunOutcome>(TaskCreationOptions.RunContinuationsAsynchronously),
        Note = _ => { },
        Time = time,
        MostWorkers = int.MaxValue,
        Busy = busy,
    };

    private static TimeSpan Median(IEnumerable<TimeSpan> values)
    {
        var sorted = values.Order().ToList();
        return sorted.Count == 0 ? TimeSpan.Zero : sorted[sorted.Count / 2];
    }

    private readonly record struct Mark(TimeSpan At, long Step, TimeSpan Busy, long Messages, long Allocated);

    private sealed class Watch(TimeProvider time, BusyTime busy, int rounds) : IRunObserver
    {
        private readonly long _origin = time.GetTimestamp();

        public List<Mark> Marks { get; } = [];

        public TimeSpan OpenedAt { get; private set; }

        public Action Reached { get; set; } = () => { };

        public void OnOpened(Attempt attempt) => OpenedAt = OpenedAt == TimeSpan.Zero ? time.GetElapsedTime(_origin) : OpenedAt;

        public void OnCommitted(RoundRecord record, RunState state)
        {
            if (Marks.Count == rounds)
            {
                return;
            }

            Marks.Add(new Mark(time.GetElapsedTime(_origin), state.Step, busy.Total, busy.Messages, GC.GetTotalAllocatedBytes()));
            if (Marks.Count == rounds)
            {
                Reached();
            }
        }
    }
}
