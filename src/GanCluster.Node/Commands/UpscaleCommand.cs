using System.Globalization;
using GanCluster.Core;
using GanCluster.Node.Native;
using GanCluster.Node.Options;
using GanCluster.Training.Data;
using GanCluster.Training.Evaluation;
using GanCluster.Training.Images;
using GanCluster.Training.Parts;

namespace GanCluster.Node.Commands;

/// <summary><c>upscale</c>: what a run's averaged generator makes of the test images' low images, or of a file's. The figures
/// are over all test images, the files hold the first.</summary>
internal sealed class UpscaleCommand(RunParts parts, TextWriter output, TextWriter notes)
{
    /// <summary>Of an image's height and width: of 4096 pixels a side, its enlargement is made in half a minute.</summary>
    private const int MostSide = 1024;

    internal int Run(UpscaleOptions options)
    {
        var files = new SampleCommand(parts, output, notes);
        var checkpoint = files.Find(options.Run);
        var model = TrainedModel.Of(checkpoint.Load(), checkpoint.Folder, parts);
        ProcessEnvironment.Apply(model.Configuration.Cpu);

        // Refuses a run of another family before any data is looked for.
        using var upscaler = model.OpenUpscaler();
        if (options.File is { } file)
        {
            Enlarge(upscaler, file, files);
            return ExitCodes.Done;
        }

        var heldOut = DataSources.HeldOut(model.Configuration, parts, DataCatalog.OfThisMachine())!;
        if (options.Count > heldOut.Count)
        {
            throw new UserInputException($"--count is {options.Count}, and {model.Configuration.Data} has {heldOut.Count} "
                + "test images; give a number up to that");
        }

        var restored = Restoration.Of(model, heldOut, (int)heldOut.Count!);
        if (options.Npy is { } npy)
        {
            var size = model.Family.ImageSize;
            var values = restored.Upscaled.AsMemory(0, options.Count * size * size);
            files.Write(npy, stream => Npy.Write(stream, [options.Count, 1, size, size], values.Span));
        }

        if (options.Out is { } png)
        {
            var sheet = restored.Sheet(options.Count);
            files.Write(png, stream => Png.Write(stream, sheet.Width, sheet.Height, sheet.Channels, sheet.Pixels));
        }

        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"PSNR over {restored.Count} test images: bicubic {restored.BicubicPsnr:0.000} dB, upscaled {restored.Psnr:0.000} dB "
            + $"({restored.Psnr - restored.BicubicPsnr:+0.000;-0.000} dB)"));
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"SSIM over {restored.Count} test images: bicubic {restored.BicubicSsim:0.0000}, upscaled {restored.Ssim:0.0000}"));
        return ExitCodes.Done;
    }

    private static void Enlarge(Upscaler upscaler, UpscaledFile file, SampleCommand files)
    {
        var (width, height) = ImageFile.SizeOf(file.From);
        if (Math.Max(width, height) > MostSide)
        {
            throw new UserInputException($"'{file.From}' is of {width} x {height} pixels, more than {MostSide} a side: "
                + "give a part of it, or a smaller copy");
        }

        var low = ImageFile.ReadGrey(file.From);
        var values = upscaler.Upscale(Array.ConvertAll(low.Pixels, pixel => (pixel / 127.5f) - 1), height, width);
        var pixels = Array.ConvertAll(values, ImageGrid.ToPixel);
        files.Write(file.To, stream => Png.Write(stream, width * Upscaler.Factor, height * Upscaler.Factor, 1, pixels));
    }
}
