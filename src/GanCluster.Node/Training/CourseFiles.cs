using GanCluster.Core;
using GanCluster.Core.Workers;
using GanCluster.Node.Journal;
using GanCluster.Node.Runs;
using GanCluster.Training.Checkpoints;
using GanCluster.Training.Evaluation;
using GanCluster.Training.Libtorch;
using GanCluster.Training.Replicas;
using static TorchSharp.torch;

namespace GanCluster.Node.Training;

/// <summary>What roll-backs make of the versions in a run's folder.</summary>
internal static class CourseFiles
{
    /// <summary>The roll-backs of the run in a folder; none if it has no journal yet.</summary>
    internal static IReadOnlyList<RollbackRow> Rollbacks(string folder)
    {
        if (!File.Exists(RunFiles.Database(folder)))
        {
            return [];
        }

        using var journal = RunDatabase.Open(RunFiles.Database(folder), create: true);
        return [.. journal.ReadRollbacks()];
    }

    /// <summary>Takes away what was saved after the step that a roll-back went to, and before the roll-back: a kill may have come
    /// between that and its record.</summary>
    internal static void RemoveVoid(string folder, IEnumerable<RollbackRow> rollbacks)
    {
        foreach (var rollback in rollbacks)
        {
            foreach (var place in new[] { RunFiles.Checkpoints(folder), RunFiles.Safe(folder) })
            {
                new CheckpointStore(place).RemoveAfter(rollback.ToStep, course => course < rollback.Number);
            }
        }
    }

    /// <summary>Where in the run a checkpoint's version stands: after the roll-backs that went to it, if there were any.</summary>
    internal static (int Course, long Version, long Round) PositionOf(
        CheckpointManifest manifest, IReadOnlyList<RollbackRow> rollbacks)
    {
        var at = (manifest.Course, manifest.Version, manifest.Round);
        foreach (var rollback in rollbacks.Where(r => r.Number > manifest.Course).TakeWhile(r => r.ToStep == manifest.Step))
        {
            at = (rollback.Number, rollback.Version, rollback.Round - 1);
        }

        return at;
    }

    /// <summary>The version of a step that the folder has whole, with the course in which it was saved; null: it is not there.</summary>
    internal static VersionSnapshot? Kept(string folder, long step, RunRequest request)
    {
        try
        {
            using var gate = FinalizerGate.EnterLong();
            using var scope = NewDisposeScope();
            return new CheckpointStore(RunFiles.Checkpoints(folder)).At(step) is { } checkpoint
                ? TrainedModel.Of(checkpoint.Load(), checkpoint.Folder, request.Parts).Version with { Course = checkpoint.Manifest.Course }
                : null;
        }
        catch (Exception e) when (e is CheckpointException or UserInputException or IOException)
        {
            return null;
        }
    }

    /// <summary>What the next roll-back would go to.</summary>
    /// <param name="step">Of the newest healthy check; 0: the first version.</param>
    /// <exception cref="UserInputException">It is not there any more.</exception>
    internal static VersionSnapshot Healthy(string folder, long step, ResumePoint? start, RunRequest request)
    {
        if (start?.Version is { } version && version.Step == step)
        {
            return version;
        }

        try
        {
            if (new CheckpointStore(RunFiles.Checkpoints(folder)).At(step) is { } checkpoint)
            {
                return TrainedModel.Of(checkpoint.Load(), checkpoint.Folder, request.Parts).Version;
            }
        }
        catch (CheckpointException e)
        {
            throw new UserInputException(Lacks(e.Message), e);
        }

        var follows = step == 0 && request.From.Length == 0 && !request.Parts.IsOwnGan(request.Configuration.Family);
        return follows ? FirstVersion.Of(request.Parts.FamilyOf(request.Configuration)) : throw new UserInputException(Lacks("it is gone"));

        string Lacks(string why) => $"'{folder}' lacks the healthy checkpoint of step {step}, to which a roll-back would go ({why}): "
            + "bring it back, or give another --out without --resume";
    }
}
