using System.Globalization;
using GanCluster.Core;
using GanCluster.Core.Health;
using GanCluster.Core.Health.Recorded;
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
using GanCluster.Training.Evaluation;
using GanCluster.Training.Libtorch;
using GanCluster.Training.Measures;
using GanCluster.Training.Networks;
using GanCluster.Training.Parts;
using GanCluster.Training.Replicas;
using static TorchSharp.torch;

namespace GanCluster.Node.Spoilt;

/// <param name="After">The check after which the run is spoilt; null: half of them.</param>
internal sealed record SpoiltQuestion(
    string Run, IReadOnlyList<string> Settings, ulong? Seed, string? Data, SpoiltKind Kind, int? After);

/// <summary>
/// Trains a run that is spoilt on purpose, in this thread, and records its checks as a run's health is told them, with what
/// happened in truth beside.
/// </summary>
internal sealed class SpoiltTraining(RunParts parts, ProgressLine progress, TimeProvider time)
{
    private static readonly WorkerId Worker = new("worker-1");

    /// <exception cref="UserInputException">The run can't be spoilt so, or makes no checks.</exception>
    internal RecordedSeries Run(SpoiltQuestion question, CancellationToken stop)
    {
        var request = RunRequest.Resolve(
            parts, question.Run, question.Settings, question.Seed, steps: null, images: null, workers: 1,
            new RunData(question.Data, progress, stop));
        using var found = request.Data;
        ProcessEnvironment.Apply(request.Configuration.Cpu);
        request = request.On(devices: null, here: true, progress.Note);
        set_num_threads(1);
        var (configuration, plan) = (request.Configuration, SpoiltPlan.Of(request, question));
        var reference = Reference(configuration, parts.FamilyOf(configuration));
        var heldOut = found.HeldOut(configuration, parts);
        using var truth = new Truth(configuration, Classifier(reference), reference);
        var sound = new SpoiltPhase(configuration, parts.FamilyOf(configuration), found.Training(configuration, parts));
        var spoilt = sound.Spoilt(question.Kind, parts, reference);
        var (checks, version) = (new List<HealthCheck>(), (VersionSnapshot?)null);
        foreach (var stretch in plan.Stretches)
        {
            var phase = stretch.IsSpoilt ? spoilt : sound;
            if (!Train(stretch.Spans, phase, ref version, checks, made => Measures(made, phase, heldOut, truth), stop))
            {
                break;
            }
        }

        progress.Finish();
        return new RecordedSeries(
            request.Name, configuration.Data, configuration.Seed, plan.Fault, plan.FaultStep, [.. checks]);
    }

    /// <summary>Of images that the classifier takes; null for a mixture.</summary>
    /// <exception cref="UserInputException">Whether other samples collapsed nobody could tell.</exception>
    private ReferenceData? Reference(RunConfiguration configuration, Family family) =>
        MixtureSpec.Find(configuration.Data) is not null ? null
        : family.Image is { } shape && !family.Upscales && GreyImages.Takes(shape)
            ? ReferenceData.Read(configuration.Data, parts, DataCatalog.OfThisMachine())
            : throw new UserInputException(
                $"whether samples of data '{configuration.Data}' collapsed can't be told: "
                    + "give a mixture, or labelled grey images of 28 x 28");

    private FeatureClassifier? Classifier(ReferenceData? reference)
    {
        using var gate = FinalizerGate.EnterLong();
        return reference is null
            ? null
            : new ClassifierStore(ClassifierStore.DefaultFolder(), progress.Note).Open(reference, ClassifierStore.StandardSeed);
    }

    private static IEnumerable<(string Name, double Value)> Measures(
        VersionSnapshot version, SpoiltPhase phase, IDataSource? heldOut, Truth truth)
    {
        using var gate = FinalizerGate.EnterLong();
        using var scope = NewDisposeScope();
        var model = TrainedModel.Rest(phase.Configuration, phase.Family, version, heldOut);
        return [.. VersionMeasures.Of(model, heldOut).Select(measure => (measure.Name, measure.Value)), .. truth.Of(model)];
    }

    /// <param name="version">What the stretch begins with; null: the run's first. Becomes what it ends with.</param>
    /// <returns>False if the run's numbers ended.</returns>
    private bool Train(
        IReadOnlyList<SpoiltSpan> spans, SpoiltPhase phase, ref VersionSnapshot? version, List<HealthCheck> checks,
        Func<VersionSnapshot, IEnumerable<(string, double)>> measures, CancellationToken stop)
    {
        var (configuration, began) = (phase.Configuration, time.GetTimestamp());
        using var replica = new GatedReplica(new GanReplica(
            configuration, phase.Family, new DataReader(phase.Source), DeviceMemory.Of(DeviceKind.Cpu)));
        if (version is not null)
        {
            replica.Load(version);
        }

        using var worker = new RoundWorker(Worker, replica, new MemoryExchange(), configuration, () => time.GetElapsedTime(began));
        foreach (var span in spans)
        {
            stop.ThrowIfCancellationRequested();
            var id = new AttemptId(new RunId("spoilt"), Term: 1, span.Number, Attempt: 1);
            var end = worker.Run(
                new RoundAssignment(
                    id, span.Number - 1, span.Steps, [new ReplicaRange(0, configuration.Replicas)], [Worker], Course: 0),
                _ => { });
            if (end is not Combined combined)
            {
                checks.Add(HealthCheck.Of(span.Steps.End, (HealthCheck.LossD, double.NaN)));
                return false;
            }

            worker.Commit(new Committed(id, span.Number, span.Steps.End, combined.Hash));
            checks.Add(HealthCheck.Of(
                span.Steps.End, [.. measures(replica.Snapshot()), .. Losses(ReplicaStatistics.Mean(combined.Statistics))]));
            progress.Report(() => string.Create(CultureInfo.InvariantCulture, $"check {checks.Count}, step {span.Steps.End}"));
        }

        version = replica.Snapshot();
        return true;
    }

    private static IEnumerable<(string Name, double Value)> Losses(ReplicaStatistics mean) =>
    [
        (HealthCheck.LossD, mean.LossD),
        (HealthCheck.LossG, mean.LossG),
        (HealthCheck.ScoreReal, mean.ScoreReal),
        (HealthCheck.ScoreFake, mean.ScoreFake),
    ];
}
