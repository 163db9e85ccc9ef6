using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Text.Json.Nodes;
using GanCluster.Core;
using GanCluster.Core.Runs;
using GanCluster.Node.Native;
using GanCluster.Node.Options;
using GanCluster.Node.Runs;
using GanCluster.Node.Terminal;
using GanCluster.Training.Evaluation;
using GanCluster.Training.Images;
using GanCluster.Training.Images.Decoding;
using GanCluster.Training.Libtorch;

namespace GanCluster.Node.Commands;

/// <param name="Run">The folder of a run.</param>
/// <param name="Count">Test images in the files.</param>
/// <param name="Out">A PNG: low, bicubic, upscaled and real side by side.</param>
/// <param name="Npy">The upscaled images as a NumPy array.</param>
/// <param name="Data">Where the run's images lie here; null: by the name that they have.</param>
/// <param name="File">An image of the user's instead of the test images.</param>
internal sealed record UpscaleOptions(
    string Run, int Count, string? Out, string? Npy, UpscaledFile? File = null, string? Data = null, bool Json = false);

/// <param name="From">A PNG, JPEG, WebP, GIF or BMP.</param>
/// <param name="To">A PNG.</param>
internal sealed record UpscaledFile(string From, string To);

/// <summary><c>upscale</c>: what a run's averaged generator makes of the test images' low images, or of a file's. The figures
/// are over all test images, the files hold the first.</summary>
internal sealed class UpscaleCommand : Verb<UpscaleOptions>
{
    /// <summary>Of an image's height and width: of 4096 pixels a side, its enlargement is made in half a minute.</summary>
    private const int MostSide = 1024;

    private readonly CommandContext _context;
    private readonly Argument<string?> _from = File("IN.png", "An image to enlarge instead, in its own colours: PNG, JPEG, WebP, GIF or BMP.");
    private readonly Argument<string?> _to = File("OUT.png", "Where it goes, as many times as wide and high as the run's superResolution.factor.");
    private readonly Option<string?> _run = OptionOf.Path("--run", "DIR", "The folder of a run of family srgan.");
    private readonly Option<string?> _data = SharedOptions.Data("Where the images lie that the run was trained on by --data.");
    private readonly Option<int?> _count =
        OptionOf.Whole("--count", "N", "How many test images the files hold.", 1, 10_000_000, 64);
    private readonly Option<string?> _out =
        OptionOf.Path("--out", "grid.png", "Where low, bicubic, upscaled and real go, side by side.");
    private readonly Option<string?> _npy =
        OptionOf.Path("--npy", "images.npy", "Where the upscaled images go as a NumPy array.");

    private readonly Option<bool> _json = SharedOptions.Json("The figures as one line of JSON, and where files went on standard error.");

    internal UpscaleCommand(CommandContext context)
        : base("upscale", "Enlarges test images by a run's averaged generator, and says how well.")
    {
        _context = context;
        _run.Required = true;
        Take(_from, _to, _run, _data, _count, _out, _npy, _json);
        Validators.Add(TestImagesOrAFile);
    }

    internal override UpscaleOptions Read(ParseResult parsed) => new(
        parsed.GetRequiredValue(_run)!,
        parsed.GetValue(_count)!.Value,
        parsed.GetValue(_out),
        parsed.GetValue(_npy),
        parsed.GetValue(_from) is { } image ? new UpscaledFile(image, parsed.GetValue(_to)!) : null,
        parsed.GetValue(_data),
        parsed.GetValue(_json));

    internal override Task<int> Run(UpscaleOptions options, CancellationToken stop)
    {
        using var gate = FinalizerGate.EnterLong();
        var told = options.Json ? _context.Error : _context.Output;
        var model = RunModel.Load(_context.Parts, options.Run, step: null, truncation: null, _context.Error.WriteLine);
        ProcessEnvironment.Apply(model.Configuration.Cpu);

        // Refuses a run of another family before any data is looked for.
        using var upscaler = model.OpenUpscaler();
        if (options.File is { } file)
        {
            Enlarge(upscaler, file, model.Configuration.Image.Background);
            return Task.FromResult(ExitCodes.Done);
        }

        var heldOut = new RunData(options.Data, CommandContext.Progress(), stop).Find(model.Configuration, _context.Parts)
            .HeldOut(model.Configuration, _context.Parts)!;
        if (options.Count > heldOut.Count)
        {
            throw new UserInputException($"--count is {options.Count}, and {DataName.Shown(model.Configuration.Data)} has {heldOut.Count} "
                + "test images; give a number up to that");
        }

        var restored = Restoration.Of(model, heldOut, (int)heldOut.Count!);
        if (options.Npy is { } npy)
        {
            var values = restored.Upscaled.AsMemory(0, options.Count * (restored.Upscaled.Length / restored.Count));
            OutputFile.Write(npy, told, stream => Npy.Write(stream, [options.Count, .. model.Family.Shape], values.Span));
        }

        if (options.Out is { } png)
        {
            var sheet = restored.Sheet(options.Count);
            OutputFile.Write(png, told, stream => Png.Write(stream, sheet.Width, sheet.Height, sheet.Channels, sheet.Pixels));
        }

        Tell(restored, options.Json);
        return Task.FromResult(ExitCodes.Done);
    }

    private void Tell(Restoration restored, bool json)
    {
        var output = _context.Output;
        if (json)
        {
            output.WriteLine(new JsonObject
            {
                ["images"] = restored.Count,
                ["bicubic_psnr_db"] = restored.BicubicPsnr,
                ["psnr_db"] = restored.Psnr,
                ["bicubic_ssim"] = restored.BicubicSsim,
                ["ssim"] = restored.Ssim,
            }.ToJsonString());
            return;
        }

        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"PSNR over {restored.Count} test images: bicubic {restored.BicubicPsnr:0.000} dB, upscaled {restored.Psnr:0.000} dB "
            + $"({restored.Psnr - restored.BicubicPsnr:+0.000;-0.000} dB)"));
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"SSIM over {restored.Count} test images: bicubic {restored.BicubicSsim:0.0000}, upscaled {restored.Ssim:0.0000}"));
    }

    private static Argument<string?> File(string name, string description) =>
        new(name) { Description = description, Arity = ArgumentArity.ZeroOrOne };

    private void TestImagesOrAFile(CommandResult result)
    {
        if (result.GetValue(_from) is null)
        {
            return;
        }

        if (result.GetValue(_to) is null)
        {
            result.AddError($"{_to.Name} is missing: {_to.Description}");
        }
        else if (Array.Find<Option>([_count, _out, _npy, _json], o => result.GetResult(o) is { Implicit: false }) is { } given)
        {
            result.AddError($"{given.Name} is for the test images; leave it out with {_from.Name} and {_to.Name}");
        }
    }

    private void Enlarge(Upscaler upscaler, UpscaledFile file, string background)
    {
        using var decoded = ImageDecoder.Read(file.From, Rgb.TryParse(background, out var colour) ? colour : Rgb.White);
        var (width, height) = (decoded.Width, decoded.Height);
        if (Math.Max(width, height) > MostSide)
        {
            throw new UserInputException($"'{file.From}' is of {width} x {height} pixels, more than {MostSide} a side: "
                + "give a part of it, or a smaller copy");
        }

        var image = decoded.ToPixels();
        image = decoded.IsGrey() ? new PixelImage(width, height, 1, [.. image.Pixels.Where((_, i) => i % 3 == 0)]) : image;
        var large = upscaler.Upscale(image);
        OutputFile.Write(
            file.To, _context.Output, stream => Png.Write(stream, large.Width, large.Height, large.Channels, large.Pixels));
    }
}
