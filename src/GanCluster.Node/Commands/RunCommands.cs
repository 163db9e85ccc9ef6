using System.CommandLine;
using GanCluster.Node.Options;

namespace GanCluster.Node.Commands;

/// <summary>About runs that are there: <c>sample</c>, <c>upscale</c>, <c>runs</c>, <c>status</c> and <c>stop</c>.</summary>
internal static class RunCommands
{
    internal static Command Sample(ICommandHandlers handlers)
    {
        var run = OptionOf.Path("--run", "DIR", "The folder of a run.");
        run.Required = true;
        var count = OptionOf.Whole("--count", "N", "How many; image i does not depend on N.", 1, 10_000_000, 64);
        var seed = OptionOf.Whole("--seed", "n", "Draws the latents.", ulong.MinValue, ulong.MaxValue, 1UL);
        var grid = OptionOf.Path("--out", "grid.png", "Where the grid goes.");
        var npy = OptionOf.Path("--npy", "images.npy", "Where the images go as a NumPy array.");
        var gif = OptionOf.Path("--gif", "walk.gif", "Where a walk from image to image goes, by way of what lies between.");
        var label = OptionOf.Whole("--label", "L", "Images of class L alone. Otherwise every class in turn.", 0, int.MaxValue);
        var truncation = SharedOptions.Truncation();
        var first = OptionOf.Whole("--first", "I", "Begin with image I of the seed.", 0, 1_000_000_000, 0);
        var step = SharedOptions.Version();
        var command = new Command("sample", "Draws samples from a run's averaged generator.")
        {
            run, step, seed, first, count, label, truncation, grid, npy, gif,
        };
        command.SetAction((parsed, stop) => handlers.Sample(
            new SampleOptions(
                parsed.GetRequiredValue(run)!,
                parsed.GetValue(count)!.Value,
                parsed.GetValue(seed)!.Value,
                parsed.GetValue(grid),
                parsed.GetValue(npy),
                parsed.GetValue(gif),
                parsed.GetValue(label),
                parsed.GetValue(truncation),
                parsed.GetValue(first)!.Value,
                parsed.GetValue(step)),
            stop));
        return command;
    }

    internal static Command Upscale(ICommandHandlers handlers)
    {
        var run = OptionOf.Path("--run", "DIR", "The folder of a run of family srgan.");
        run.Required = true;
        var from = File("IN.png", "An image to enlarge instead, PNG or JPEG, as grey.");
        var to = File("OUT.png", "Where it goes, four times as wide and high.");
        var count = OptionOf.Whole("--count", "N", "How many test images the files hold.", 1, 10_000_000, 64);
        var grid = OptionOf.Path("--out", "grid.png", "Where low, bicubic, upscaled and real go, side by side.");
        var npy = OptionOf.Path("--npy", "images.npy", "Where the upscaled images go as a NumPy array.");
        var command = new Command("upscale", "Enlarges test images by a run's averaged generator, and says how well.")
        {
            from, to, run, count, grid, npy,
        };
        command.Validators.Add(result =>
        {
            if (result.GetValue(from) is null)
            {
                return;
            }

            if (result.GetValue(to) is null)
            {
                result.AddError($"{to.Name} is missing: {to.Description}");
            }
            else if (Array.Find<Option>([count, grid, npy], o => result.GetResult(o) is { Implicit: false }) is { } given)
            {
                result.AddError($"{given.Name} is for the test images; leave it out with {from.Name} and {to.Name}");
            }
        });
        command.SetAction((parsed, stop) => handlers.Upscale(
            new UpscaleOptions(
                parsed.GetRequiredValue(run)!,
                parsed.GetValue(count)!.Value,
                parsed.GetValue(grid),
                parsed.GetValue(npy),
                parsed.GetValue(from) is { } image ? new UpscaledFile(image, parsed.GetValue(to)!) : null),
            stop));
        return command;
    }

    private static Argument<string?> File(string name, string description) =>
        new(name) { Description = description, Arity = ArgumentArity.ZeroOrOne };

    internal static Command Runs(ICommandHandlers handlers)
    {
        var json = SharedOptions.Json("As JSON, a run a line.");
        var command = new Command("runs", "Lists what has run under ./runs.") { json };
        command.SetAction((parsed, stop) => handlers.Runs(new RunsOptions(parsed.GetValue(json)), stop));
        return command;
    }

    internal static Command Status(ICommandHandlers handlers)
    {
        var run = OptionOf.Path("--run", "DIR", "The folder of a run. Otherwise the newest under ./runs.");
        var json = SharedOptions.Json("As one line of JSON.");
        var command = new Command("status", "Says how far a run is.") { run, json };
        command.SetAction((parsed, stop) =>
            handlers.Status(new StatusOptions(parsed.GetValue(run), parsed.GetValue(json)), stop));
        return command;
    }

    internal static Command Stop(ICommandHandlers handlers)
    {
        var run = OptionOf.Path("--run", "DIR", "The folder of a run. Otherwise the newest under ./runs that is running.");
        var command = new Command("stop", "Ends a run with a checkpoint and waits until it has ended.") { run };
        command.SetAction((parsed, stop) => handlers.Stop(new StopOptions(parsed.GetValue(run)), stop));
        return command;
    }
}
