using System.CommandLine;
using GanCluster.Node.Options;

namespace GanCluster.Node.Commands;

/// <summary>What images are worth: <c>evaluate</c>.</summary>
internal static class EvaluationCommands
{
    internal static Command Evaluate(ICommandHandlers handlers)
    {
        var run = OptionOf.Path("--run", "DIR", "The folder of a run, whose averaged generator draws the images.");
        var images = OptionOf.Path("--images", "FILE.npy", "Images from elsewhere: uint8, or float32 in [-1, 1]; N x H x W.");
        var count = OptionOf.Whole(
            "--count", "N", "How many. Otherwise 10000, or all of FILE if it holds fewer.", 1, 10_000_000);
        var seed = OptionOf.Whole(
            "--seed", "n", "Draws the latents and chooses the real images of the floor.", ulong.MinValue, ulong.MaxValue, 1UL);
        var data = OptionOf.Text(
            "--data",
            "NAME",
            "The real images. Otherwise the run's data set, or fashion-mnist.",
            "a data set's name",
            name => name);
        var truncation = SharedOptions.Truncation();
        var step = SharedOptions.Version();
        var grid = OptionOf.Path("--out", "FILE.png", "Where a grid of the first 64 images goes.");
        var json = SharedOptions.Json("As one line of JSON.");
        var command = new Command("evaluate", "Measures images against real ones, each figure beside what real images get.")
        {
            run, step, images, count, seed, data, truncation, grid, json,
        };
        SharedOptions.AtMostOne(command, run, images);
        SharedOptions.OnlyWith(command, run, step, truncation);
        command.SetAction((parsed, stop) => handlers.Evaluate(
            new EvaluateOptions(
                parsed.GetValue(run),
                parsed.GetValue(images),
                parsed.GetValue(count),
                parsed.GetValue(seed)!.Value,
                parsed.GetValue(data),
                parsed.GetValue(grid),
                parsed.GetValue(json),
                parsed.GetValue(truncation),
                parsed.GetValue(step)),
            stop));
        return command;
    }
}
