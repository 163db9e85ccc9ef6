using GanCluster.Core;
using GanCluster.Core.Noise;
using GanCluster.Node.Native;
using GanCluster.Node.Options;
using GanCluster.Node.Runs;
using GanCluster.Training.Checkpoints;
using GanCluster.Training.Data;
using GanCluster.Training.Evaluation;
using GanCluster.Training.Images;
using GanCluster.Training.Parts;

namespace GanCluster.Node.Commands;

/// <summary><c>sample</c>: images from the newest checkpoint of a folder, by seed alone.</summary>
internal sealed class SampleCommand(RunParts parts, TextWriter output, TextWriter notes)
{
    private const int MostStops = 1000;
    private const int StepsBetween = 12;
    private const int FrameHundredths = 8;
    private const int GifScale = 4;

    internal int Run(SampleOptions options)
    {
        if (options.Out is null && options.Npy is null && options.Gif is null)
        {
            throw new UserInputException("nothing to write: give --out grid.png, --npy images.npy or --gif walk.gif");
        }

        var checkpoint = Find(options.Run, options.Step);
        var model = Truncated(TrainedModel.Of(checkpoint.Load(), checkpoint.Folder, parts), options.Truncation);
        ProcessEnvironment.Apply(model.Configuration.Cpu);
        using var generator = model.OpenGenerator();
        var mixture = MixtureSpec.Find(model.Configuration.Data);
        var size = model.Family.ImageSize;
        if (options.Gif is not null && (size == 0 || options.Count > MostStops))
        {
            throw new UserInputException($"--gif takes a run of images and a --count of at most {MostStops}");
        }

        var isWalkAlone = options.Out is null && options.Npy is null;
        var samples = isWalkAlone
            ? []
            : generator.Sample(options.Seed, NoisePurpose.Sampling, options.Count, options.Label, options.First);
        if (options.Npy is { } npy)
        {
            long[] shape = size == 0 ? [options.Count, 2] : [options.Count, 1, size, size];
            var scaled = mixture is null ? samples : [.. samples.Select(v => v * mixture.Scale)];
            Write(npy, stream => Npy.Write(stream, shape, scaled));
        }

        if (options.Out is { } png)
        {
            var picture = SamplePicture.Of(model, samples, options.Count);
            Write(png, stream => Png.Write(stream, picture.Width, picture.Height, picture.Channels, picture.Pixels));
        }

        if (options.Gif is { } gif)
        {
            var walk = generator.Walk(
                options.Seed, NoisePurpose.Sampling, options.Count, StepsBetween, options.Label, options.First);
            var frames = walk.Chunk(size * size).Select(image => ImageGrid.Compose(image, 1, 1, size, size, 1, 0, GifScale));
            Write(gif, stream => Gif.Write(stream, [.. frames], FrameHundredths));
        }

        return ExitCodes.Done;
    }

    internal static TrainedModel Truncated(TrainedModel model, double? bound) =>
        bound is { } given ? model.Truncated(given) : model;

    /// <summary>A run's checkpoint of that step, or the newest whole one.</summary>
    internal Checkpoint Find(string folder, long? step = null)
    {
        if (!Directory.Exists(folder))
        {
            throw new UserInputException($"'{folder}' is not there: give the folder of a run, as `gancluster runs` lists them");
        }

        var store = new CheckpointStore(RunFiles.Checkpoints(folder));
        if (step is { } asked && store.Kept().Count > 0)
        {
            return store.At(asked) ?? throw new UserInputException(
                $"'{folder}' has no checkpoint of step {asked}: give one of {string.Join(", ", store.Kept())}");
        }

        var newest = store.Newest();
        foreach (var refused in newest.Refused)
        {
            notes.WriteLine($"passed over {refused.Folder}: {refused.Reason}");
        }

        return newest.Checkpoint
            ?? throw new UserInputException($"'{folder}' holds no whole checkpoint: give the folder of a run that reached one");
    }

    /// <summary>Into what is there, never in its stead: the user's path may be a link or a device.</summary>
    internal void Write(string path, Action<Stream> write)
    {
        try
        {
            using (var stream = File.Create(path))
            {
                write(stream);
            }

            output.WriteLine(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UserInputException($"can't write '{path}': {DiskErrors.Reason(e)}; choose another place", e);
        }
    }
}
