using GanCluster.Core;
using GanCluster.Core.Runs;
using GanCluster.Core.Workers;
using GanCluster.Node.Journal;
using GanCluster.Node.Runs;
using GanCluster.Training.Checkpoints;
using GanCluster.Training.Devices;
using GanCluster.Training.Evaluation;
using GanCluster.Training.Parts;

namespace GanCluster.Node.Replay;

/// <summary>What of a run is computed again, from which version. Read from its folder, where nothing is written.</summary>
/// <param name="Configuration">As run.db has it.</param>
/// <param name="Rounds">Without those that were rolled back.</param>
/// <param name="Version">Null: version 0, which follows from the configuration.</param>
/// <param name="Made">A checkpoint that says which kernels and samples made the run; null: it has none.</param>
internal sealed record ReplayPlace(
    string Folder,
    RunConfiguration Configuration,
    IReadOnlyList<RoundRow> Rounds,
    IReadOnlyList<RollbackRow> Rollbacks,
    VersionSnapshot? Version,
    CheckpointManifest? Made)
{
    /// <summary>Of a round, and of the version that it begins with.</summary>
    internal int CourseOf(RoundRow round) => Rollbacks.Count(rollback => rollback.Round <= round.Round);

    /// <param name="from">The step to begin at; null: the oldest that there is a version of.</param>
    /// <param name="to">The step to end at; null: the last.</param>
    /// <param name="note">Is told of every checkpoint that was passed over, and why.</param>
    /// <exception cref="UserInputException">The folder holds no run, or not those steps, or no version to begin with.</exception>
    internal static ReplayPlace Find(string folder, long? from, long? to, RunParts parts, Action<string> note)
    {
        if (!Directory.Exists(folder))
        {
            throw new UserInputException($"'{folder}' is not there: give the folder of a run, as `gancluster runs` lists them");
        }

        var (values, rounds, rollbacks) = Journal(RunFiles.Database(folder));
        var range = ReplayRange.Of(folder, rounds, from, to);
        var configuration = values.TryGetValue(RunDatabase.ConfigurationKey, out var text)
            ? RunConfigurationReader.Parse(text, RunFiles.Database(folder), parts.Names)
            : throw new UserInputException($"'{RunFiles.Database(folder)}' has no configuration: give the folder of a run");
        var store = new CheckpointStore(RunFiles.Checkpoints(folder));
        var hasFirst = !parts.IsOwnGan(configuration.Family) && values.GetValueOrDefault(RunMarks.From, "").Length == 0;
        foreach (var step in range.Starts(store.Kept(), hasFirst))
        {
            if (Whole(store, step, note) is { } checkpoint)
            {
                return new(
                    folder, configuration, range.RoundsAfter(folder, rounds, step), rollbacks,
                    TrainedModel.Of(checkpoint.Load(), checkpoint.Folder, parts).Version, checkpoint.Manifest);
            }

            if (step == 0 && hasFirst)
            {
                return new(
                    folder, configuration, range.RoundsAfter(folder, rounds, step), rollbacks, Version: null, store.Newest().Checkpoint?.Manifest);
            }
        }

        var kept = store.Kept().Where(step => step < range.To).Order().ToList();
        throw new UserInputException($"'{folder}' has no whole checkpoint to begin with "
            + (from is null ? $"before step {range.To}: " : $"at or before step {from}: ")
            + (kept.Count > 0 ? $"give --from one of {string.Join(", ", kept)}" : "give the folder of a run that keeps one"));
    }

    /// <returns>The device here that has the kernels which made the run.</returns>
    /// <exception cref="UserInputException">None has.</exception>
    internal string Device()
    {
        var here = DeviceKind.Kernels(Configuration, DeviceKind.Cpu);
        if (Made is not { Kernels: var there } || there == here)
        {
            return DeviceKind.Cpu;
        }

        var gpu = Gpus.Names.ToList().FindIndex(name => DeviceKind.Kernels(Configuration, name) == there);
        return gpu >= 0
            ? $"cuda:{gpu}"
            : throw new UserInputException(
                $"'{Folder}' was made by {there}, and here is {here}, which gives other bits; replay where the same is");
    }

    private static (IReadOnlyDictionary<string, string> Values, IReadOnlyList<RoundRow> Rounds, IReadOnlyList<RollbackRow> Rollbacks)
        Journal(string path)
    {
        using var journal = RunDatabase.OpenToRead(path);
        return (journal.ReadRunValues(), [.. journal.ReadLiveRounds()], [.. journal.ReadRollbacks()]);
    }

    private static Checkpoint? Whole(CheckpointStore store, long step, Action<string> note)
    {
        try
        {
            return store.At(step);
        }
        catch (CheckpointException e)
        {
            note($"passed over the checkpoint of step {step}: {e.Message}");
            return null;
        }
    }
}
