using GanCluster.Core;
using GanCluster.Training.Checkpoints;
using GanCluster.Training.Devices;
using GanCluster.Training.Evaluation;
using GanCluster.Training.Parts;

namespace GanCluster.Node.Runs;

/// <summary>What a run has learnt, from the checkpoints in its folder.</summary>
internal static class RunModel
{
    /// <param name="step">The version; null: the newest whole one.</param>
    /// <param name="truncation">Of the latents; null: as the run's configuration says.</param>
    /// <param name="note">Told of every checkpoint that was passed over, and why.</param>
    /// <param name="memory">Of the device that it computes on; null: a GPU's if there is one.</param>
    /// <exception cref="UserInputException">There is no such checkpoint.</exception>
    internal static TrainedModel Load(
        RunParts parts, string folder, long? step, double? truncation, Action<string> note, IDeviceMemory? memory = null)
    {
        var checkpoint = Checkpoint(folder, step, note);
        var model = TrainedModel.Of(checkpoint.Load(), checkpoint.Folder, parts) with { Memory = memory ?? DeviceMemory.AtRest };
        return truncation is { } bound ? model.Truncated(bound) : model;
    }

    /// <exception cref="UserInputException">There is no such checkpoint, or it has another version's format.</exception>
    internal static Checkpoint Checkpoint(string folder, long? step, Action<string> note)
    {
        if (!Directory.Exists(folder))
        {
            throw new UserInputException($"'{folder}' is not there: give the folder of a run, as `gancluster runs` lists them");
        }

        var store = new CheckpointStore(RunFiles.Checkpoints(folder));
        if (step is { } asked && store.Kept().Count > 0)
        {
            return store.At(asked) ?? throw new UserInputException(
                $"'{folder}' has no checkpoint of step {asked}: give one of {string.Join(", ", store.Kept())}");
        }

        var newest = store.Newest();
        foreach (var refused in newest.Refused)
        {
            note($"passed over {refused.Folder}: {refused.Reason}");
        }

        return newest.Checkpoint
            ?? throw new UserInputException($"'{folder}' holds no whole checkpoint: give the folder of a run that reached one");
    }
}
