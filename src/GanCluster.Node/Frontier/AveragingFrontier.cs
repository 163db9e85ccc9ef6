using System.Text.Json.Nodes;
using GanCluster.Core;
using GanCluster.Core.Runs;
using GanCluster.Core.Sums;
using GanCluster.Node.Cluster;
using GanCluster.Node.Native;
using GanCluster.Node.Options;
using GanCluster.Node.Quality;
using GanCluster.Node.Runs;
using GanCluster.Node.Training;
using GanCluster.Training.Libtorch;
using GanCluster.Training.Parts;

namespace GanCluster.Node.Frontier;

/// <summary>One run, trained once for each K.</summary>
/// <param name="Every">Each K, in ascending order.</param>
/// <param name="Images">Of every training; null: the horizon.</param>
/// <param name="Count">Images that are measured; a mixture's points are always as many.</param>
/// <param name="Out">Each training has a folder below it.</param>
internal sealed record FrontierQuestion(
    string Run, IReadOnlyList<int> Every, IReadOnlyList<string> Settings, ulong? Seed, long? Images, int Count, int Workers,
    string Out);

/// <param name="Every">K.</param>
/// <param name="BytesPerStep">Of a replica's weights and moments, over K or the mean of what it was: what an averaging takes from it and
/// gives back.</param>
/// <param name="Metrics">By name.</param>
internal sealed record FrontierPoint(
    int Every, long Steps, double BytesPerStep, string WeightsSha256, IReadOnlyDictionary<string, double> Metrics);

/// <summary>What rarer averaging costs in quality and saves in bytes. What was trained before is not trained again.</summary>
internal sealed class AveragingFrontier(FrontierQuestion question, RunParts parts, RunTraining training, TextWriter notes)
{
    /// <summary>Resolves every training before the first begins.</summary>
    /// <exception cref="UserInputException">The run, a key or a folder can't be used.</exception>
    internal void Check()
    {
        foreach (var every in question.Every)
        {
            var request = Request(every);
            using var data = request.Data;
            var (folder, target) = (Folder(every), request.TargetStep);
            if (RunSummary.Read(RunFiles.Summary(folder)) is { } summary && (long)summary["steps"]! > target)
            {
                throw new UserInputException(
                    $"'{folder}' is beyond step {target}, at which it is measured: remove it, or give another --out");
            }
        }
    }

    internal FrontierPoint Point(int every, CancellationToken stop)
    {
        var folder = Folder(every);
        var run = new RunOptions(
            question.Run, Steps: null, Seconds: null, question.Images, question.Seed, folder, RunFolder.HoldsRun(folder),
            Settings(every), Json: false, HttpChoice.Off);
        var code = training.Run(run, question.Workers, HttpChoice.Loopback, new LocalTraining(notes.WriteLine), stop);
        stop.ThrowIfCancellationRequested();
        if (code != ExitCodes.Done || RunSummary.Read(RunFiles.Summary(folder)) is not { } summary)
        {
            throw new InvalidOperationException($"training {question.Run} with syncEvery={every} ended with {code}");
        }

        var metrics = summary["metrics"]!.AsArray().Where(metric => metric!["value"] is not null)
            .ToDictionary(metric => (string)metric!["name"]!, metric => (double)metric!["value"]!);
        var request = Request(every);
        using var data = request.Data;
        if (parts.FamilyOf(request.Configuration) is { Image: not null, Upscales: false })
        {
            using var gate = FinalizerGate.EnterLong();
            var asked = new ImageQuestion(
                folder, Images: null, question.Count, request.Configuration.Seed, Data: null, Out: null);
            foreach (var score in ImageFigures.Of(asked, parts, TextWriter.Null, notes).Scores)
            {
                metrics[score.Name] = score.Value;
            }
        }

        return new FrontierPoint(
            every, (long)summary["steps"]!, Bytes(folder, request.Configuration) / Apart(every, request.Configuration, summary), (string)summary["weights_sha256"]!, metrics);
    }

    /// <summary>Steps from one averaging to the next.</summary>
    private static double Apart(int every, RunConfiguration run, JsonNode summary) =>
        run.SyncDrift > 0 ? (double)summary["steps"]! / (double)summary["rounds"]! : every;

    private long Bytes(string folder, RunConfiguration run)
    {
        var values = RunModel.Checkpoint(folder, step: null, notes.WriteLine).Load().Tensors
            .Where(tensor => tensor.Name.Split('.')[0] is "g" or "d" or "opt").Sum(tensor => tensor.Values.Length);
        return run.SyncPrecision == "fp8" ? EightBitCode.Length(values) : (long)sizeof(float) * values;
    }

    private string Folder(int every) => Path.Combine(question.Out, $"every-{every}");

    private string[] Settings(int every) => [.. question.Settings, "sync=parameters", $"syncEvery={every}"];

    private RunRequest Request(int every) => RunRequest.Resolve(
        parts, question.Run, Settings(every), question.Seed, steps: null, question.Images, workers: 1);
}
