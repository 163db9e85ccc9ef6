using System.Globalization;
using GanCluster.Core;
using GanCluster.Node.Native;
using GanCluster.Node.Options;
using GanCluster.Node.Quality;
using GanCluster.Node.Runs;
using GanCluster.Node.Terminal;
using GanCluster.Training.Data;
using GanCluster.Training.Evaluation;
using GanCluster.Training.Images;
using GanCluster.Training.Parts;

namespace GanCluster.Node.Commands;

/// <summary>
/// <c>bench quality</c>: trains the named systems, hours on two cores, measures them and holds the figures against what they must
/// reach. What was trained or measured before is not done again.
/// </summary>
internal sealed class BenchQualityCommand(
    RunParts parts, TextWriter output, TextWriter notes, ProgressLine progress, TimeProvider time)
{
    internal int Run(BenchQualityOptions options, CancellationToken stop)
    {
        var runs = options.Only.Count == 0 ? QualityRun.All : [.. QualityRun.All.Where(Chosen(options.Only).Contains)];
        Make(options.Out);
        var figures = new Dictionary<string, QualityFigures>();
        foreach (var run in runs)
        {
            figures[run.Name] = Figures(run, options, stop);
            Report(run, figures[run.Name]);
        }

        var goals = QualityGoal.All.Where(goal => goal.Runs.All(figures.ContainsKey)).ToList();
        return goals.Select(goal => Report(goal, figures)).ToList().TrueForAll(holds => holds) ? ExitCodes.Done : ExitCodes.Failed;
    }

    private static List<QualityRun> Chosen(IReadOnlyList<string> names) => [.. names.Select(QualityRun.Find)];

    private static void Make(string folder)
    {
        try
        {
            Directory.CreateDirectory(folder);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UserInputException($"can't make '{folder}': {DiskErrors.Reason(e)}; give another --out", e);
        }
    }

    private QualityFigures Figures(QualityRun run, BenchQualityOptions options, CancellationToken stop)
    {
        var question = new QualityQuestion(
            run.Run, options.Images ?? run.Images, run.Settings, run.Truncation, options.Seed, options.Count);
        var path = Path.Combine(options.Out, run.Name + ".json");
        if (QualityFigures.Read(path, question) is { } known)
        {
            return known;
        }

        var folder = Path.Combine(options.Out, run.Folder);
        CheckIsNotAhead(folder, run, question);
        Train(question, folder, options, stop);
        stop.ThrowIfCancellationRequested();
        var summary = RunSummary.Read(RunFiles.Summary(folder))
            ?? throw new UserInputException($"'{folder}' has no whole summary.json: remove the folder, or give another --out");
        var (images, rate) = (summary["images"]!.GetValue<double>(), summary["images_per_s"]!.GetValue<double>());
        var figures = new QualityFigures(
            question, summary["weights_sha256"]!.GetValue<string>(), Math.Round(images / rate, 1),
            Measure(run, folder, options));
        figures.Write(path);
        return figures;
    }

    /// <summary>A run that has gone on can't be measured where it was.</summary>
    private void CheckIsNotAhead(string folder, QualityRun run, QualityQuestion question)
    {
        var target = RunRequest.Resolve(
            parts, question.Run, question.Settings, question.Seed, steps: null, question.Images, workers: 1).TargetStep;
        if ((long?)RunSummary.Read(RunFiles.Summary(folder))?["steps"] > target)
        {
            throw new UserInputException(
                $"'{folder}' is beyond step {target}, at which {run.Name} is measured: remove it, or give another --out");
        }
    }

    private void Train(QualityQuestion question, string folder, BenchQualityOptions options, CancellationToken stop)
    {
        var run = new RunOptions(
            question.Run, Steps: null, Seconds: null, question.Images, question.Seed, folder, RunFolder.HoldsRun(folder),
            question.Settings, Json: false, HttpChoice.Off);
        var code = new TrainCommand(parts, TextWriter.Null, progress, time)
            .Run(new TrainOptions(run, Nodes: 0, options.Workers), stop);
        if (code != ExitCodes.Done)
        {
            throw new InvalidOperationException($"training {question.Run} ended with {code}");
        }
    }

    private Dictionary<string, double> Measure(QualityRun run, string folder, BenchQualityOptions options)
    {
        var evaluate = new EvaluateCommand(parts, TextWriter.Null, notes);
        var question = new EvaluateOptions(
            folder, Images: null, options.Count, options.Seed, Data: null, Path.Combine(options.Out, run.Name + ".png"),
            Json: false, run.Truncation);
        var metrics = new Dictionary<string, double>();
        if (run.Run == QualityRun.Srgan)
        {
            var images = Path.Combine(options.Out, run.Name + ".npy");
            Upscale(folder, images, metrics);
            question = question with { Run = null, Images = images };
        }

        var (classifier, scores) = evaluate.Measure(question);
        metrics["classifier_accuracy"] = classifier.Accuracy;
        foreach (var score in scores)
        {
            metrics[score.Name] = score.Value;
            metrics[score.Name + "_floor"] = score.Floor;
        }

        return metrics;
    }

    private void Upscale(string folder, string images, Dictionary<string, double> metrics)
    {
        var checkpoint = new SampleCommand(parts, TextWriter.Null, notes).Find(folder);
        var model = TrainedModel.Of(checkpoint.Load(), checkpoint.Folder, parts);
        var heldOut = DataSources.HeldOut(model.Configuration, parts, DataCatalog.OfThisMachine())!;
        var restored = Restoration.Of(model, heldOut, (int)heldOut.Count!);
        var size = model.Family.ImageSize;
        using var file = File.Create(images);
        Npy.Write(file, [restored.Count, 1, size, size], restored.Upscaled);
        metrics["psnr"] = restored.Psnr;
        metrics["psnr_bicubic"] = restored.BicubicPsnr;
        metrics["ssim"] = restored.Ssim;
        metrics["ssim_bicubic"] = restored.BicubicSsim;
    }

    private void Report(QualityRun run, QualityFigures figures)
    {
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{run.Name}: {figures.Question.Images} images in {figures.Seconds:0} s, weights {figures.WeightsSha256[..16]}"));
        foreach (var (name, value) in figures.Metrics.Where(metric => !metric.Key.EndsWith("_floor", StringComparison.Ordinal)))
        {
            var floor = figures.Metrics.TryGetValue(name + "_floor", out var of) ? $" (floor {of:0.#####})" : "";
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {name,-32}{value,12:0.#####}") + floor);
        }
    }

    private bool Report(QualityGoal goal, Dictionary<string, QualityFigures> figures)
    {
        var figure = goal.Figure((run, metric) => figures[run].Metrics[metric]);
        var holds = goal.Holds(figure);
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{goal.What,-60}{figure,8:0.###}  {(goal.IsLeast ? "at least" : "at most")} {goal.Bound:0.##}  "
            + $"{(holds ? "holds" : "falls short")}"));
        return holds;
    }
}
