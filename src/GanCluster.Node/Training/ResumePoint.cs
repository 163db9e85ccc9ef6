using GanCluster.Core;
using GanCluster.Core.Rounds;
using GanCluster.Core.Runs;
using GanCluster.Core.Workers;
using GanCluster.Node.Journal;
using GanCluster.Node.Runs;
using GanCluster.Training.Checkpoints;
using GanCluster.Training.Evaluation;
using GanCluster.Training.Replicas;

namespace GanCluster.Node.Training;

/// <summary>The version that a run begins from or goes on from, and where in the run it stands.</summary>
/// <param name="WeightsSha256">Of its checkpoint; empty for the first version.</param>
/// <param name="From">weights_sha256 of the run whose weights this one began from; empty: it began anew.</param>
internal sealed record ResumePoint(
    VersionSnapshot Version, long VersionNumber, long Round, string WeightsSha256, string From = "")
{
    /// <summary>Roll-backs that were made before.</summary>
    internal int Course => Version.Course;

    internal RunPosition At => new(Version.Step, VersionNumber, Round + 1);

    /// <summary>What a run begins with that goes on from there; from null, a new one.</summary>
    internal static RunState Begin(ResumePoint? start) => RunState.StartingAt(
        TimeSpan.Zero, term: 1, start?.Version.Step ?? 0, start?.VersionNumber ?? 0, (start?.Round ?? 0) + 1) with { Course = start?.Course ?? 0 };

    /// <summary>Version 0 of a program's own modules, and of a run that may go back to it; else null, for it follows from the
    /// configuration.</summary>
    internal static ResumePoint? First(RunRequest request)
    {
        var (parts, configuration) = (request.Parts, request.Configuration);
        return parts.IsOwnGan(configuration.Family) || configuration.Health.OnAlarm == AlarmAction.Rollback
            ? new ResumePoint(FirstVersion.Of(parts.FamilyOf(configuration)), VersionNumber: 0, Round: 0, WeightsSha256: "")
            : null;
    }

    /// <summary>Version 0 with the weights of the run in a folder.</summary>
    /// <param name="note">Is told of every checkpoint that was passed over, and of the one that was taken.</param>
    /// <exception cref="UserInputException">There is none, or its weights are not those of this run's networks.</exception>
    internal static ResumePoint Of(string folder, RunRequest request, Action<string> note)
    {
        var checkpoint = RunModel.Checkpoint(folder, step: null, note);
        var first = FirstVersion.Of(request.Parts.FamilyOf(request.Configuration), checkpoint.Load().Tensors, checkpoint.Folder);
        note($"begins with the weights of {checkpoint.Folder} ({checkpoint.Manifest.WeightsSha256[..12]})");
        return new ResumePoint(first, VersionNumber: 0, Round: 0, WeightsSha256: "", checkpoint.Manifest.WeightsSha256);
    }

    /// <summary>The newest whole checkpoint of a folder; null if it was killed before the first.</summary>
    /// <param name="note">Is told of every checkpoint that was passed over, and why.</param>
    /// <exception cref="UserInputException">The checkpoint is of another configuration, whose keys that differ are named, or
    /// of other data, or was made by another libtorch.</exception>
    internal static ResumePoint? Find(string folder, RunRequest request, Action<string> note)
    {
        var rollbacks = CourseFiles.Rollbacks(folder);
        CourseFiles.RemoveVoid(folder, rollbacks);
        if (Newest(folder, note) is not { } checkpoint)
        {
            using var journal = RunDatabase.Open(RunFiles.Database(folder), create: true);
            var values = journal.ReadRunValues();
            if (values.GetValueOrDefault(RunMarks.From, "").Length > 0)
            {
                throw new UserInputException($"'{folder}' was ended before it held the weights that it was to begin from; "
                    + "give --from again, and another --out");
            }

            if (values.TryGetValue(RunDatabase.ConfigurationKey, out var text))
            {
                Compare(folder, RunConfigurationReader.Parse(text, RunFiles.Database(folder), request.Parts.Names), request);
            }

            return null;
        }

        var model = TrainedModel.Of(checkpoint.Load(), checkpoint.Folder, request.Parts);
        Compare(folder, model.Configuration, request);
        var manifest = checkpoint.Manifest;
        if (manifest.DataSha256 != request.DataSha256)
        {
            var name = request.Configuration.Data;
            throw new UserInputException(
                $"'{folder}' was trained on other {(name.Length == 0 ? "images" : $"data of the name {name}")} "
                + $"(SHA-256 {manifest.DataSha256[..12]} there, {request.DataSha256[..12]} here); give the same, "
                + "or another --out without --resume");
        }

        CheckKernels(checkpoint, request.Kernels);
        var (course, version, round) = CourseFiles.PositionOf(manifest, rollbacks);
        return new ResumePoint(model.Version with { Course = course }, version, round, manifest.WeightsSha256, manifest.From);
    }

    /// <summary>Of the checkpoints and the coordinator's last copy; null: there is none.</summary>
    /// <param name="note">Is told of what was passed over, and why.</param>
    internal static Checkpoint? Newest(string folder, Action<string> note)
    {
        var newest = new List<Checkpoint>();
        foreach (var place in new[] { RunFiles.Checkpoints(folder), RunFiles.Safe(folder) })
        {
            var found = new CheckpointStore(place).Newest();
            foreach (var refused in found.Refused)
            {
                note($"passed over {refused.Folder}: {refused.Reason}");
            }

            if (found.Checkpoint is { } checkpoint)
            {
                newest.Add(checkpoint);
            }
        }

        return newest.MaxBy(checkpoint => checkpoint.Manifest.Step);
    }

    /// <summary>With other kernels the steps after the checkpoint would have other bits than those before promise.</summary>
    private static void CheckKernels(Checkpoint checkpoint, string here)
    {
        var (there, folder) = (checkpoint.Manifest.Kernels, checkpoint.Folder);
        if (there != here)
        {
            throw new UserInputException($"'{folder}' was made by {there}, and here is {here}, which gives other bits; "
                + "resume where the same is, or give another --out without --resume");
        }
    }

    private static void Compare(string folder, RunConfiguration theirs, RunRequest ours)
    {
        var differences = RunIdentity.Differences(ours.Parts.Resolve(theirs), ours.Configuration);
        if (differences.Count > 0)
        {
            var keys = string.Join(", ", differences.Select(d => $"{d.Key} ({Shown(d.First)} there, {Shown(d.Second)} here)"));
            throw new UserInputException(
                $"'{folder}' was trained with another configuration: {keys}; give the same, or another --out without --resume");
        }
    }

    private static string Shown(string value) => value.Length == 0 ? "none" : value;
}
