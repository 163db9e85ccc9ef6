using System.Text.Json.Nodes;
using GanCluster.Cluster.Local;
using GanCluster.Core.Runs;
using GanCluster.Node.Commands;
using GanCluster.Node.Journal;
using GanCluster.Node.Native;
using GanCluster.Node.Terminal;
using GanCluster.Training;
using GanCluster.Training.Data;
using GanCluster.Training.Evaluation;
using GanCluster.Training.Images;

namespace GanCluster.Node.Runs;

/// <summary><c>train</c> in one process: from options to a folder with summary, journal, checkpoints and grids.</summary>
internal sealed class TrainCommand(TextWriter output, ProgressLine progress, TimeProvider time)
{
    private static readonly DataCatalog Catalog = DataCatalog.OfThisMachine();

    internal int Run(TrainOptions options, CancellationToken stop)
    {
        var request = RunRequest.Resolve(
            options.Run, options.Settings, options.Seed, options.Steps, options.Images, options.WorkersPerNode);
        ProcessEnvironment.Apply(request.Configuration.Cpu);
        var data = DataSources.Training(request.Configuration, Catalog);
        var heldOut = DataSources.HeldOut(request.Configuration, Catalog);
        var folders = new RunFolders("runs");
        using var folder = options.Resume
            ? folders.Resume(options.Out, request.Name, options.Seed)
            : folders.Create(options.Out, request.Name, request.Configuration.Seed);
        var start = options.Resume ? ResumePoint.Find(folder.Path, request.Configuration, progress.Note) : null;
        Announce(request, folder.Path, start);
        if (start is not null && start.Version.Step >= request.TargetStep)
        {
            Report(request, folder.Path, AlreadyDone(request, folder.Path, start, data, heldOut), options.Json);
            return ExitCodes.Done;
        }

        var summary = Train(request, folder.Path, data, heldOut, start, options.Seconds, stop, out var outcome);
        if (!outcome.Succeeded)
        {
            throw new InvalidOperationException(outcome.Reason);
        }

        Report(request, folder.Path, summary, options.Json);
        return ExitCodes.Done;
    }

    private void Announce(RunRequest request, string folder, ResumePoint? start)
    {
        var torch = PackageSources.TorchSharp();
        progress.Note($"{torch.Family} {torch.Version} ({torch.Source})");
        progress.Note($"{request.Name}, seed {request.Configuration.Seed}, into {folder}"
            + (start is null ? "" : $", from step {start.Version.Step}"));
        if (request.Workers > request.Configuration.Replicas)
        {
            progress.Note($"{request.Workers} workers share {request.Configuration.Replicas} replicas: "
                + $"{request.Workers - request.Configuration.Replicas} will be idle; --set replicas=N gives them work and changes the run");
        }
    }

    private JsonObject Train(
        RunRequest request,
        string folder,
        IDataSource data,
        IDataSource? heldOut,
        ResumePoint? start,
        double? seconds,
        CancellationToken stop,
        out RunOutcome outcome)
    {
        using var journal = RunDatabase.Open(RunFiles.Database(folder), create: true);
        journal.SetRunValue("name", request.Name);
        journal.SetRunValue("configuration", RunIdentity.CanonicalJson(request.Configuration));
        journal.TruncateAfter(start?.Round ?? 0);
        using var snapshots = new SnapshotWriter(request, folder, heldOut, progress.Note);
        var recorder = new RunRecorder(request, journal, snapshots, progress, data.Count, seconds, time);
        outcome = LocalTraining.Run(request, LocalTraining.Options(request), data, start, recorder, seconds, stop);
        snapshots.Finish();
        progress.Finish();
        if (snapshots.Failure is { } failure)
        {
            throw new IOException($"the last version was not saved: {failure.Message}", failure);
        }

        var (steps, elapsed) = recorder.Done;
        var summary = RunSummary.Make(
            request,
            journal,
            outcome.State.Step,
            RunLength.ImagesAfter(request.Configuration, steps) / Math.Max(1e-9, elapsed.TotalSeconds),
            snapshots.Checkpoint?.Manifest.WeightsSha256 ?? start?.WeightsSha256 ?? "",
            snapshots.Measures,
            data.IndexAt);
        RunSummary.Write(RunFiles.Summary(folder), summary);
        return summary;
    }

    /// <summary>A run that has all its steps is not trained again; its summary is, if a kill came between the two.</summary>
    private JsonObject AlreadyDone(RunRequest request, string folder, ResumePoint start, IDataSource data, IDataSource? heldOut)
    {
        progress.Note($"the checkpoint at step {start.Version.Step} has all {request.TargetStep} steps: nothing to train");
        var path = RunFiles.Summary(folder);
        if (File.Exists(path) && JsonNode.Parse(File.ReadAllText(path)) is JsonObject before &&
            before["steps"]?.GetValue<long>() == start.Version.Step)
        {
            return before;
        }

        using var journal = RunDatabase.Open(RunFiles.Database(folder), create: false);
        journal.TruncateAfter(start.Round);
        var rounds = journal.ReadRounds().ToList();
        var model = TrainedModel.Rest(request.Configuration, start.Version, heldOut);
        Directory.CreateDirectory(RunFiles.Samples(folder));
        Png.Write(RunFiles.Grid(folder, start.Version.Step), SamplePicture.Of(model));
        var summary = RunSummary.Make(
            request,
            journal,
            start.Version.Step,
            rounds.Sum(r => r.Images) / Math.Max(1e-9, rounds.Sum(r => r.Seconds)),
            start.WeightsSha256,
            VersionMeasures.Of(model, heldOut),
            data.IndexAt);
        RunSummary.Write(path, summary);
        return summary;
    }

    private void Report(RunRequest request, string folder, JsonObject summary, bool json)
    {
        if (json)
        {
            output.WriteLine(summary.ToJsonString());
            return;
        }

        var step = summary["steps"]!.GetValue<long>();
        output.WriteLine($"{request.Name}: {step} steps, {summary["images"]} images, {summary["images_per_s"]} images/s");
        foreach (var metric in summary["metrics"]!.AsArray())
        {
            output.WriteLine($"  {metric!["name"]} {metric["value"]} (real samples: {metric["floor"]})");
        }

        output.WriteLine($"weights_sha256  {summary["weights_sha256"]}");
        output.WriteLine($"samples         {RunFiles.Grid(folder, step)}");
        output.WriteLine($"checkpoint      {Path.Combine(RunFiles.Checkpoints(folder), $"step-{step:D8}")}");
        output.WriteLine($"summary         {RunFiles.Summary(folder)}");
    }
}
