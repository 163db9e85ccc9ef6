using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using GanCluster.Core;
using GanCluster.Node.Native;
using GanCluster.Node.Options;
using GanCluster.Node.Runs;
using GanCluster.Node.Terminal;
using GanCluster.Training.Data;
using GanCluster.Training.Data.Folders;

namespace GanCluster.Node.Commands;

internal sealed record DataCheckOptions(string Path, bool Json);

/// <summary><c>data check</c>: how data would be read, and every image that can't be.</summary>
internal sealed class DataCheckCommand : Verb<DataCheckOptions>
{
    private readonly CommandContext _context;
    private readonly Argument<string> _path = new("PATH")
    {
        Description = "A folder of images or of IDX files, or an .npy file of samples.",
    };

    private readonly Option<bool> _json = SharedOptions.Json("As one line of JSON.");

    internal DataCheckCommand(CommandContext context)
        : base("check", "Says what a folder or an .npy file holds and how train --data would read it.")
    {
        _context = context;
        Take(_path, _json);
    }

    internal override DataCheckOptions Read(ParseResult parsed) => new(parsed.GetRequiredValue(_path), parsed.GetValue(_json));

    internal override Task<int> Run(DataCheckOptions options, CancellationToken stop)
    {
        if (NpySamples.Are(options.Path))
        {
            TellNpy(options, stop);
            return Task.FromResult(ExitCodes.Done);
        }

        if (!Directory.Exists(options.Path))
        {
            throw new UserInputException(
                $"'{options.Path}' is no folder and no .npy file: give a folder of images or of MNIST's four IDX files, or such a file");
        }

        if (IdxFiles.In(options.Path) is { } idx)
        {
            Tell(options, idx);
            return Task.FromResult(ExitCodes.Done);
        }

        var progress = CommandContext.Progress();
        var report = FolderReport.Of(options.Path, progress: new ShownPreparation(progress), stop: stop);
        progress.Finish();
        if (options.Json)
        {
            _context.Output.WriteLine(Json(report).ToJsonString());
        }
        else
        {
            Tell(report);
        }

        return Task.FromResult(report.Broken.Count == 0 ? ExitCodes.Done : ExitCodes.BadInput);
    }

    private void TellNpy(DataCheckOptions options, CancellationToken stop)
    {
        var progress = CommandContext.Progress();
        using var samples = NpySamples.Open(options.Path, new ShownPreparation(progress), stop);
        progress.Finish();
        if (options.Json)
        {
            _context.Output.WriteLine(new JsonObject
            {
                ["file"] = Path.GetFullPath(options.Path),
                ["format"] = "npy",
                ["train"] = samples.Count,
                ["held_out"] = samples.HeldOutCount,
                ["shape"] = new JsonArray([.. samples.Shape.Select(size => (JsonNode)size)]),
            }.ToJsonString());
        }
        else
        {
            _context.Output.WriteLine($"an .npy file of samples of {string.Join(" x ", samples.Shape)} values, without labels");
            _context.Output.WriteLine(Split(samples.Count, samples.HeldOutCount));
        }
    }

    private void Tell(DataCheckOptions options, IdxFiles idx)
    {
        var (train, test) = (idx.ReadTrain(), idx.ReadTest());
        var (classes, shape) = (train.Labels is [_, ..] labels ? labels.Max() + 1 : 0, train.Images.Shape);
        if (options.Json)
        {
            _context.Output.WriteLine(new JsonObject
            {
                ["folder"] = idx.Folder,
                ["format"] = "IDX",
                ["train"] = shape[0],
                ["held_out"] = test.Images.Shape[0],
                ["channels"] = 1,
                ["height"] = shape[1],
                ["width"] = shape[2],
                ["classes"] = classes,
            }.ToJsonString());
        }
        else
        {
            _context.Output.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"IDX files of {shape[1]} x {shape[2]} pixels, grey, {classes} classes"));
            _context.Output.WriteLine(Split(shape[0], test.Images.Shape[0]));
        }
    }

    private void Tell(FolderReport report)
    {
        foreach (var line in report.Facts.Lines())
        {
            _context.Output.WriteLine(line);
        }

        _context.Output.WriteLine(Split(report.Train, report.HeldOut));
        _context.Output.WriteLine(report.Classes.Count == 0
            ? "no classes: the images lie loose"
            : string.Create(CultureInfo.InvariantCulture, $"{report.Classes.Count:N0} classes:"));
        var classes = new Listing(new Column("", IsNumber: true), new Column("class"), new Column("images", IsNumber: true));
        foreach (var (label, one) in report.Classes.Index())
        {
            classes.Add($"  {label}", one.What, one.Count.ToString(CultureInfo.InvariantCulture));
        }

        if (report.Classes.Count > 0)
        {
            _context.Write(classes);
        }

        if (report.Broken.Count > 0)
        {
            _context.Output.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"{report.Broken.Count:N0} can't be read, so train refuses the folder:"));
            foreach (var line in report.Broken)
            {
                _context.Output.WriteLine("  " + line);
            }
        }
    }

    private static string Split(int train, int heldOut) =>
        string.Create(CultureInfo.InvariantCulture, $"{train:N0} to train on, {heldOut:N0} held out");

    private static JsonObject Json(FolderReport report) => new()
    {
        ["folder"] = report.Folder,
        ["train"] = report.Train,
        ["held_out"] = report.HeldOut,
        ["channels"] = report.Facts.InColour == 0 ? 1 : 3,
        ["kinds"] = Counts(report.Facts.Kinds),
        ["sizes"] = report.Facts.Sizes.ToString(),
        ["grey"] = report.Facts.Grey,
        ["in_colour"] = report.Facts.InColour,
        ["transparent"] = report.Facts.Transparent,
        ["classes"] = Counts(report.Classes),
        ["left_out"] = new JsonArray([.. report.LeftOut.Select(one => new JsonObject { ["name"] = one.Name, ["why"] = one.Why })]),
        ["broken"] = new JsonArray([.. report.Broken.Select(line => (JsonNode)line)]),
    };

    private static JsonObject Counts(IReadOnlyList<Tally> tallies) =>
        new(tallies.Select(tally => KeyValuePair.Create<string, JsonNode?>(tally.What, tally.Count)));
}
