using GanCluster.Core;
using GanCluster.Core.Rounds;
using GanCluster.Core.Runs;
using GanCluster.Core.Sums;
using GanCluster.Core.Workers;
using GanCluster.Exchange.Memory;
using GanCluster.Node.Native;
using GanCluster.Node.Runs;
using GanCluster.Node.Terminal;
using GanCluster.Training.Data;
using GanCluster.Training.Devices;
using GanCluster.Training.Parts;
using GanCluster.Training.Replicas;
using static TorchSharp.torch;

namespace GanCluster.Node.Replay;

/// <summary>
/// A run's rounds, computed again as a run of one worker computes them, each held to the hash that it was committed with.
/// </summary>
internal sealed class RunReplay(RunParts parts, ProgressLine progress, TimeProvider time)
{
    private static readonly WorkerId Worker = new("worker-1");

    /// <param name="data">Where the images lie; null: by the name that they have.</param>
    /// <exception cref="UserInputException">The samples or the kernels here are not the run's.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    internal ReplayOutcome Run(ReplayPlace place, string? data, CancellationToken stop)
    {
        ProcessEnvironment.Apply(place.Configuration.Cpu);
        var device = place.Device();
        DeviceKind.RequireFor(place.Configuration.Precision, DeviceKind.Of([device], device == DeviceKind.Cpu ? [] : Gpus.Names));
        GpuNumerics.Apply(place.Configuration.Precision, [device]);
        RequirePath(place, data);
        var found = new RunData(data, progress, stop).Find(place.Configuration, parts);
        var configuration = parts.Resolve(place.Configuration, found.Facts);
        var samples = found.Training(configuration, parts);
        RequireSamples(place, DataDigest.Of(configuration.Data, parts.UsesLabels(configuration), samples));

        set_num_threads(1);
        using var replica = new GatedReplica(new GanReplica(
            configuration, parts.FamilyOf(configuration), new DataReader(samples), DeviceMemory.Of(device)));
        if (place.Version is { } version)
        {
            replica.Load(version);
        }

        return Run(place, replica, configuration, stop);
    }

    private static void RequirePath(ReplayPlace place, string? data)
    {
        var name = place.Configuration.Data;
        if (name.Length == 0 && data is null)
        {
            throw new UserInputException($"'{place.Folder}' was trained on images from a path: give --data PATH");
        }

        if (name.Length > 0 && data is not null)
        {
            throw new UserInputException($"'{place.Folder}' was trained on data {name}, which has a name: leave out --data");
        }
    }

    private static void RequireSamples(ReplayPlace place, string here)
    {
        if (place.Made is { DataSha256: var there } && there != here)
        {
            throw new UserInputException(
                $"'{place.Folder}' was trained on other samples (SHA-256 {there[..12]} there, {here[..12]} here); give the same");
        }
    }

    private ReplayOutcome Run(
        ReplayPlace place, IReplica replica, RunConfiguration configuration, CancellationToken stop)
    {
        var rounds = place.Rounds;
        var (from, end, began) = (rounds[0].FirstStep, rounds[^1].FirstStep + rounds[^1].Steps, time.GetTimestamp());
        using var worker = new RoundWorker(Worker, replica, new MemoryExchange(), configuration, () => time.GetElapsedTime(began));
        var done = 0;
        foreach (var round in rounds)
        {
            var course = place.CourseOf(round);
            if (course != replica.Course)
            {
                // The run went back to this very version.
                replica.Load(replica.Snapshot() with { Course = course });
            }

            // Terms begin anew when a run is resumed; here the attempts are this worker's own.
            var id = new AttemptId(new RunId("replay"), Term: 1, round.Round, Attempt: 1);
            var steps = new StepSpan(round.FirstStep, (int)round.Steps);
            using var stopping = stop.Register(() => worker.EndAttempt(id, "a stop was asked for"));
            var computed = Compute(worker, new RoundAssignment(
                id, round.Version - 1, steps, [new ReplicaRange(0, configuration.Replicas)], [Worker], Course: course), stop);
            done++;
            if (computed != round.Hash)
            {
                progress.Finish();
                return new(done, from, steps.End, new RoundDifference(round, computed));
            }

            progress.Report(() => $"round {round.Round}, step {steps.End} of {end}: as recorded");
        }

        progress.Finish();
        return new(done, from, end, FirstDifference: null);
    }

    /// <returns>The hash of the version that is committed, or why there is none.</returns>
    private static string Compute(RoundWorker worker, RoundAssignment assignment, CancellationToken stop)
    {
        try
        {
            switch (worker.Run(assignment, _ => { }))
            {
                case Combined combined:
                    worker.Commit(new Committed(assignment.Id, assignment.Version + 1, assignment.Steps.End, combined.Hash));
                    return combined.Hash.ToString();
                case NotFinite notFinite:
                    return $"none, for in {notFinite.Where}";
                case var other:
                    throw new InvalidOperationException($"{assignment.Id} came to {other}");
            }
        }
        catch (ExchangeBrokenException) when (stop.IsCancellationRequested)
        {
            throw new OperationCanceledException(stop);
        }
    }
}
