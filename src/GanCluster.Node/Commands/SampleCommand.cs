using System.CommandLine;
using System.Text.Json.Nodes;
using GanCluster.Core;
using GanCluster.Core.Noise;
using GanCluster.Node.Native;
using GanCluster.Node.Options;
using GanCluster.Node.Runs;
using GanCluster.Node.Terminal;
using GanCluster.Training.Data;
using GanCluster.Training.Evaluation;
using GanCluster.Training.Images;
using GanCluster.Training.Libtorch;

namespace GanCluster.Node.Commands;

/// <param name="Run">The folder of a run.</param>
/// <param name="Out">A PNG grid.</param>
/// <param name="Npy">The images as a NumPy array.</param>
/// <param name="Gif">A walk from image to image.</param>
/// <param name="Label">Of all images, a class's name or number; null: every label in turn.</param>
/// <param name="Truncation">Null: latents as the run's configuration says.</param>
/// <param name="First">The first image's number.</param>
/// <param name="Step">The version; null: the newest that is kept.</param>
internal sealed record SampleOptions(
    string Run,
    int Count,
    ulong Seed,
    string? Out,
    string? Npy,
    string? Gif = null,
    string? Label = null,
    double? Truncation = null,
    int First = 0,
    long? Step = null,
    bool Json = false);

/// <summary><c>sample</c>: images from a checkpoint of a run, by seed alone.</summary>
internal sealed class SampleCommand : Verb<SampleOptions>
{
    private const int MostStops = 1000;
    private const int StepsBetween = 12;
    private const int FrameHundredths = 8;

    /// <summary>Small frames are enlarged, up to four times.</summary>
    private const int GifSide = 128;

    private readonly CommandContext _context;
    private readonly Option<string?> _run = OptionOf.Path("--run", "DIR", "The folder of a run.");
    private readonly Option<long?> _step = SharedOptions.Version();
    private readonly Option<ulong?> _seed =
        OptionOf.Whole("--seed", "n", "Draws the latents.", ulong.MinValue, ulong.MaxValue, 1UL);
    private readonly Option<int?> _first =
        OptionOf.Whole("--first", "I", "Begin with image I of the seed.", 0, 1_000_000_000, 0);
    private readonly Option<int?> _count =
        OptionOf.Whole("--count", "N", "How many; image i does not depend on N.", 1, 10_000_000, 64);
    private readonly Option<string?> _label = OptionOf.Text(
        "--label", "L", "Images of class L alone, a name or a number. Otherwise every class in turn.", "a name or a number",
        text => text.Length == 0 ? null : text);
    private readonly Option<double?> _truncation = SharedOptions.Truncation();
    private readonly Option<string?> _out = OptionOf.Path("--out", "grid.png", "Where the grid goes.");
    private readonly Option<string?> _npy =
        OptionOf.Path("--npy", "images.npy", "Where the images go as a NumPy array.");
    private readonly Option<string?> _gif =
        OptionOf.Path("--gif", "walk.gif", "Where a walk from image to image goes, by way of what lies between.");

    private readonly Option<bool> _json = SharedOptions.Json("Which images of which version went where, as one line of JSON.");

    internal SampleCommand(CommandContext context)
        : base("sample", "Draws samples from a run's averaged generator.")
    {
        _context = context;
        _run.Required = true;
        Take(_run, _step, _seed, _first, _count, _label, _truncation, _out, _npy, _gif, _json);
    }

    internal override SampleOptions Read(ParseResult parsed) => new(
        parsed.GetRequiredValue(_run)!,
        parsed.GetValue(_count)!.Value,
        parsed.GetValue(_seed)!.Value,
        parsed.GetValue(_out),
        parsed.GetValue(_npy),
        parsed.GetValue(_gif),
        parsed.GetValue(_label),
        parsed.GetValue(_truncation),
        parsed.GetValue(_first)!.Value,
        parsed.GetValue(_step),
        parsed.GetValue(_json));

    internal override Task<int> Run(SampleOptions options, CancellationToken stop)
    {
        using var gate = FinalizerGate.EnterLong();
        if (options.Out is null && options.Npy is null && options.Gif is null)
        {
            throw new UserInputException("nothing to write: give --out grid.png, --npy images.npy or --gif walk.gif");
        }

        var model = RunModel.Load(
            _context.Parts, options.Run, options.Step, options.Truncation, _context.Error.WriteLine);
        int? label = options.Label is { } asked ? ClassTable.LabelOf(options.Run, asked) : null;
        ProcessEnvironment.Apply(model.Configuration.Cpu);
        using var generator = model.OpenGenerator();
        var mixture = MixtureSpec.Find(model.Configuration.Data);
        if (options.Gif is not null && (model.Family.Image is null || options.Count > MostStops))
        {
            throw new UserInputException($"--gif takes a run of images and a --count of at most {MostStops}");
        }

        if (options.Out is not null && !SamplePicture.Exists(model))
        {
            throw new UserInputException("--out takes a run of images or points, and this one's samples are neither: give --npy");
        }

        var told = options.Json ? TextWriter.Null : _context.Output;
        var isWalkAlone = options.Out is null && options.Npy is null;
        var samples = isWalkAlone
            ? []
            : generator.Sample(options.Seed, NoisePurpose.Sampling, options.Count, label, options.First);
        if (options.Npy is { } npy)
        {
            var scaled = mixture is null ? samples : [.. samples.Select(v => v * mixture.Scale)];
            OutputFile.Write(npy, told, stream => Npy.Write(stream, [options.Count, .. model.Family.Shape], scaled));
        }

        if (options.Out is { } png)
        {
            var picture = SamplePicture.Of(model, samples, options.Count);
            OutputFile.Write(png, told, stream => Png.Write(stream, picture.Width, picture.Height, picture.Channels, picture.Pixels));
        }

        if (options.Gif is { } gif)
        {
            var walk = generator.Walk(
                options.Seed, NoisePurpose.Sampling, options.Count, StepsBetween, label, options.First);
            var (channels, height, width) = model.Family.Image!;
            var scale = Math.Clamp(GifSide / Math.Max(height, width), 1, 4);
            var frames = walk.Chunk(channels * height * width)
                .Select(image => ImageGrid.Compose(image, 1, channels, height, width, 1, 0, scale));
            OutputFile.Write(gif, told, stream => Gif.Write(stream, [.. frames], FrameHundredths));
        }

        if (options.Json)
        {
            _context.Output.WriteLine(Json(options, model, label).ToJsonString());
        }

        return Task.FromResult(ExitCodes.Done);
    }

    private static JsonObject Json(SampleOptions options, TrainedModel model, int? label) => new()
    {
        ["run"] = options.Run,
        ["step"] = model.Version.Step,
        ["seed"] = options.Seed,
        ["first"] = options.First,
        ["count"] = options.Count,
        ["label"] = label,
        ["truncation"] = options.Truncation,
        ["out"] = options.Out,
        ["npy"] = options.Npy,
        ["gif"] = options.Gif,
    };
}
