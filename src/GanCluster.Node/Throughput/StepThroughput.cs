using System.Diagnostics;
using GanCluster.Core;
using GanCluster.Core.Rounds;
using GanCluster.Core.Runs;
using GanCluster.Core.Sums;
using GanCluster.Core.Workers;
using GanCluster.Exchange.Memory;
using GanCluster.Node.Native;
using GanCluster.Node.Runs;
using GanCluster.Training.Data;
using GanCluster.Training.Devices;
using GanCluster.Training.Parts;
using GanCluster.Training.Replicas;
using TorchSharp;
using static TorchSharp.torch;

namespace GanCluster.Node.Throughput;

/// <summary>A run's steps by one worker on this thread, which holds every replica, without coordinator or cluster.</summary>
internal sealed class StepThroughput(RunParts parts, TimeProvider time)
{
    private const int Side = 2048;
    private const int Products = 5;
    private static readonly WorkerId Worker = new("worker-1");

    /// <param name="steps">After the warm-up.</param>
    /// <param name="warmUp">Steps.</param>
    /// <param name="pairs">How often rounds with what makes them deterministic are compared with rounds without.</param>
    /// <exception cref="UserInputException">The run can't be used, or is not of <c>gradients</c>.</exception>
    internal StepFigures Measure(
        string run, IEnumerable<string> settings, ulong? seed, RunData data, long steps, long warmUp, int pairs)
    {
        var request = RunRequest.Resolve(parts, run, settings, seed, steps + warmUp, images: null, workers: 1, data);
        var configuration = request.Configuration;
        if (configuration.Sync != SyncMode.Gradients)
        {
            throw new UserInputException($"{run}: bench step measures steps of gradients: give --set sync=gradients");
        }

        ProcessEnvironment.Apply(configuration.Cpu);
        DeviceKind.RequireFor(configuration.Precision, DeviceKind.Cpu);
        set_num_threads(1);
        using var phases = new StepPhases(time);
        using var replica = new TimedReplica(
            new GatedReplica(new GanReplica(
                configuration, parts.FamilyOf(configuration), new DataReader(request.Data.Training(configuration, parts)),
                HostMemory.Instance)),
            phases);
        var began = time.GetTimestamp();
        using var worker = new RoundWorker(Worker, replica, new MemoryExchange(), configuration, () => time.GetElapsedTime(began));
        Round(worker, configuration, 0, warmUp);

        var before = phases.Spent.ToDictionary();
        var (live, resident) = (Live, Resident());
        var managed = Managed.Now();
        var (started, busy) = (time.GetTimestamp(), Environment.CpuUsage.TotalTime);
        Round(worker, configuration, warmUp, steps);
        var (taken, perSecond) = (time.GetElapsedTime(started), steps / (Environment.CpuUsage.TotalTime - busy).TotalSeconds);
        managed = Managed.Now() - managed;
        List<(string Name, TimeSpan Spent)> spent =
            [.. StepPhases.Names.Select(name => (name, phases.Spent[name] - before[name]))];
        spent.Add(("exchange", taken - spent.Aggregate(TimeSpan.Zero, (sum, phase) => sum + phase.Spent)));
        var figures = new StepFigures(
            request.Name, configuration.Precision, steps, RunLength.ImagesAfter(configuration, 1), taken, spent,
            (live, Live), (resident, Resident()), managed,
            (Product(ScalarType.Float32), Product(ScalarType.BFloat16)));
        using var plain = new PlainSteps(replica, configuration);
        var perRound = (long)Math.Max(1, Math.Round(perSecond));
        return pairs == 0 ? figures : figures with
        {
            Determinism = Compare(worker, replica, plain, configuration, warmUp + steps, perRound, pairs),
        };
    }

    private static DeterminismPrice Compare(
        RoundWorker worker, TimedReplica replica, PlainSteps plain, RunConfiguration configuration, long first, long steps,
        int pairs)
    {
        var (taken, hashes) = (new List<(TimeSpan With, TimeSpan Without)>(), new List<TimeSpan>());
        for (var next = first; taken.Count < pairs; next += 2 * steps)
        {
            var at = next;
            taken.Add((
                Busy(() => Round(worker, configuration, at, steps)),
                Busy(() => plain.Run(new StepSpan(at + steps, (int)steps)))));
            hashes.Add(Busy(() => replica.Hash()));
        }

        return new DeterminismPrice(steps, taken, hashes);
    }

    private static TimeSpan Busy(Action action)
    {
        var before = Environment.CpuUsage.TotalTime;
        action();
        return Environment.CpuUsage.TotalTime - before;
    }

    private static long Live => DisposeScopeManager.Statistics.ThreadTotalLiveCount;

    private static void Round(RoundWorker worker, RunConfiguration configuration, long first, long steps)
    {
        var id = new AttemptId(new RunId("bench"), Term: 1, first, Attempt: 1);
        var assignment = new RoundAssignment(
            id, first == 0 ? 0 : 1, new StepSpan(first, (int)steps), [new ReplicaRange(0, configuration.Replicas)], [Worker], Course: 0);
        if (worker.Run(assignment, _ => { }) is not Combined combined)
        {
            throw new InvalidOperationException($"{id} came to {worker.Held}");
        }

        worker.Commit(new Committed(id, assignment.Version + 1, assignment.Steps.End, combined.Hash));
    }

    /// <summary>After a collection: what is garbage comes and goes with the collector's own turns.</summary>
    private static long Resident()
    {
        GC.Collect(2, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        using var process = Process.GetCurrentProcess();
        return process.WorkingSet64;
    }

    /// <summary>The floor that a step can't go below.</summary>
    private double Product(ScalarType type)
    {
        using var scope = NewDisposeScope();
        var (left, right) = (ones([Side, Side], type), ones([Side, Side], type));
        var fastest = TimeSpan.MaxValue;
        for (var i = 0; i <= Products; i++)
        {
            var started = time.GetTimestamp();
            left.mm(right).Dispose();
            var taken = time.GetElapsedTime(started);
            fastest = taken < fastest ? taken : fastest;
        }

        return 2.0 * Side * Side * Side / fastest.TotalSeconds;
    }
}
