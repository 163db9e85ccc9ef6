using GanCluster.Core;
using GanCluster.Core.Health.Recorded;
using GanCluster.Core.Runs;
using GanCluster.Core.Workers;
using GanCluster.Node.Native;
using GanCluster.Node.Runs;
using GanCluster.Node.Terminal;
using GanCluster.Node.Training;
using GanCluster.Training.Data;
using GanCluster.Training.Evaluation;
using GanCluster.Training.Libtorch;
using GanCluster.Training.Measures;
using GanCluster.Training.Networks;
using GanCluster.Training.Parts;
using static TorchSharp.torch;

namespace GanCluster.Node.Spoilt;

/// <param name="After">The check after which the run is spoilt; null: half of them.</param>
internal sealed record SpoiltQuestion(
    string Run, IReadOnlyList<string> Settings, ulong? Seed, string? Data, SpoiltKind Kind, int? After);

/// <summary>
/// Trains a run that is spoilt on purpose, in this thread, and records its checks as a run's health is told them, with what
/// happened in truth beside. What its health decides is done, as in any run.
/// </summary>
internal sealed class SpoiltTraining(RunParts parts, ProgressLine progress, TimeProvider time)
{
    /// <exception cref="UserInputException">The run can't be spoilt so, or makes no checks.</exception>
    internal SpoiltOutcome Run(SpoiltQuestion question, CancellationToken stop)
    {
        var request = RunRequest.Resolve(
            parts, question.Run, question.Settings, question.Seed, steps: null, images: null, workers: 1,
            new RunData(question.Data, progress, stop));
        using var found = request.Data;
        if (request.Configuration.Shards.Classes > 0)
        {
            throw new UserInputException("configuration: 'shards.classes' is for trainings, and this spoils one whose replicas read the same "
                + "samples: give 0");
        }

        ProcessEnvironment.Apply(request.Configuration.Cpu);
        request = request.On(devices: null, here: true, progress.Note);
        set_num_threads(1);
        var (configuration, plan) = (request.Configuration, SpoiltPlan.Of(request, question));
        var reference = Reference(configuration, parts.FamilyOf(configuration));
        var heldOut = found.HeldOut(configuration, parts);
        var by = new MeasuredBy(heldOut) { Classes = ImageClasses.Of(found, configuration, parts) };
        using var truth = new Truth(configuration, Classifier(reference), reference);
        var sound = new SpoiltPhase(configuration, parts.FamilyOf(configuration), found.Training(configuration, parts));
        var spoilt = sound.Spoilt(question.Kind, parts, reference);
        var run = new SpoiltRounds(plan, sound, spoilt, (made, phase) => Measures(made, phase, by, truth), progress, time)
            .Run(new SpoiltRun(configuration.Health, HealthRecord.StopOf(configuration)), stop);
        progress.Finish();
        return new SpoiltOutcome(
            new RecordedSeries(request.Name, configuration.Data, configuration.Seed, plan.Fault, plan.FaultStep, run.First), run);
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
        VersionSnapshot version, SpoiltPhase phase, MeasuredBy by, Truth truth)
    {
        using var gate = FinalizerGate.EnterLong();
        using var scope = NewDisposeScope();
        var model = TrainedModel.Rest(phase.Configuration, phase.Family, version, by.HeldOut);
        var measures = VersionMeasures.Of(model, by);
        return [.. measures.Select(measure => (measure.Name, measure.Value)), .. truth.Of(model)];
    }
}
