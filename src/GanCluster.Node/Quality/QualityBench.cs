using GanCluster.Core;
using GanCluster.Node.Cluster;
using GanCluster.Node.Native;
using GanCluster.Node.Options;
using GanCluster.Node.Runs;
using GanCluster.Node.Training;
using GanCluster.Training.Data;
using GanCluster.Training.Evaluation;
using GanCluster.Training.Images;
using GanCluster.Training.Libtorch;
using GanCluster.Training.Parts;

namespace GanCluster.Node.Quality;

/// <summary>What all runs of a quality bench have in common.</summary>
/// <param name="Out">The bench's folder.</param>
/// <param name="Images">Of every run; null: each one's own.</param>
/// <param name="Count">Images that are measured.</param>
/// <param name="Workers">In this process.</param>
internal sealed record QualityTerms(string Out, long? Images, int Count, ulong Seed, int Workers);

/// <summary>Trains the named systems and measures them. What was trained or measured before is not done again.</summary>
internal sealed class QualityBench(QualityTerms terms, RunParts parts, RunTraining training, TextWriter notes)
{
    /// <summary>Those that the folder has already, or new ones.</summary>
    internal QualityFigures Figures(QualityRun run, CancellationToken stop)
    {
        var question = new QualityQuestion(
            run.Run, terms.Images ?? run.Images, run.Settings, run.Truncation, terms.Seed, terms.Count);
        var path = Path.Combine(terms.Out, run.Name + ".json");
        if (QualityFigures.Read(path, question) is { } known)
        {
            return known;
        }

        var folder = Path.Combine(terms.Out, run.Folder);
        CheckIsNotAhead(folder, run, question);
        Train(question, folder, stop);
        stop.ThrowIfCancellationRequested();
        var summary = RunSummary.Read(RunFiles.Summary(folder))
            ?? throw new UserInputException($"'{folder}' has no whole summary.json: remove the folder, or give another --out");
        var (images, rate) = (summary["images"]!.GetValue<double>(), summary["images_per_s"]!.GetValue<double>());
        var figures = new QualityFigures(
            question, summary["weights_sha256"]!.GetValue<string>(), Math.Round(images / rate, 1),
            Measure(run, folder));
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

    private void Train(QualityQuestion question, string folder, CancellationToken stop)
    {
        var run = new RunOptions(
            question.Run, Steps: null, Seconds: null, question.Images, question.Seed, folder, RunFolder.HoldsRun(folder),
            question.Settings, Json: false, HttpChoice.Off);
        var code = training.Run(run, terms.Workers, HttpChoice.Loopback, new LocalTraining(notes.WriteLine), stop);
        if (code != ExitCodes.Done)
        {
            throw new InvalidOperationException($"training {question.Run} ended with {code}");
        }
    }

    private Dictionary<string, double> Measure(QualityRun run, string folder)
    {
        using var gate = FinalizerGate.EnterLong();
        var question = new ImageQuestion(
            folder, Images: null, terms.Count, terms.Seed, Data: null, Path.Combine(terms.Out, run.Name + ".png"),
            run.Truncation);
        var metrics = new Dictionary<string, double>();
        if (run.Run == QualityRun.Srgan)
        {
            var images = Path.Combine(terms.Out, run.Name + ".npy");
            Upscale(folder, images, metrics);
            question = question with { Run = null, Images = images };
        }

        var (by, scores) = ImageFigures.Of(question, parts, TextWriter.Null, notes);
        metrics["classifier_accuracy"] = by.Classifier!.Accuracy;
        foreach (var score in scores)
        {
            metrics[score.Name] = score.Value;
            metrics[score.Name + "_floor"] = score.Floor;
        }

        return metrics;
    }

    private void Upscale(string folder, string images, Dictionary<string, double> metrics)
    {
        var model = RunModel.Load(parts, folder, step: null, truncation: null, notes.WriteLine);
        var heldOut = DataSources.HeldOut(model.Configuration, parts, DataCatalog.OfThisMachine())!;
        var restored = Restoration.Of(model, heldOut, (int)heldOut.Count!);
        using var file = File.Create(images);
        Npy.Write(file, [restored.Count, .. model.Family.Shape], restored.Upscaled);
        metrics["psnr"] = restored.Psnr;
        metrics["psnr_bicubic"] = restored.BicubicPsnr;
        metrics["ssim"] = restored.Ssim;
        metrics["ssim_bicubic"] = restored.BicubicSsim;
    }
}
