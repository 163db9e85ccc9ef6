using GanCluster.Training.Data;
using GanCluster.Training.Images;
using GanCluster.Training.Networks;

namespace GanCluster.Training.Evaluation;

/// <summary>Samples to look at: a grid of images, or points, over their mixture if they have one.</summary>
public static class SamplePicture
{
    /// <summary>What a run shows of a version.</summary>
    public const int GridImages = 64;

    /// <summary>Images a row, of up to 64.</summary>
    public const int Columns = 8;

    /// <summary>Pixels between images and around them.</summary>
    public const int Padding = 2;

    /// <summary>A pixel of a larger image is one of the picture's.</summary>
    private const int LargestDoubled = 128;

    private const float FrameOverMeans = 1.25f;

    /// <summary>Whether the samples are images or points.</summary>
    public static bool Exists(TrainedModel model) => model.Family.Image is not null || SampleShape.IsPoint(model.Family.Shape);

    /// <summary>Of a version: 64 images, or 2,500 points; null for samples that are neither. A run that upscales shows the first
    /// held-out images.</summary>
    public static PixelImage? Of(TrainedModel model, IDataSource? heldOut)
    {
        if (!Exists(model))
        {
            return null;
        }

        if (model.Family.Upscales)
        {
            var restored = Restoration.Of(model, heldOut!, GridImages);
            return Of(model, restored.Upscaled, restored.Count);
        }

        var count = model.Family.Image is not null ? GridImages : ModeMeasures.StandardPoints;
        using var generator = model.OpenGenerator();
        return Of(model, generator.Sample(model.Configuration.Seed, Core.Noise.NoisePurpose.Sampling, count), count);
    }

    /// <summary>
    /// Images eight a row, so that image i lies in the same place however many there are (up to 64; beyond, the grid is square).
    /// </summary>
    /// <param name="samples">As <see cref="Generator.Sample"/> gives them.</param>
    public static PixelImage Of(TrainedModel model, float[] samples, int count)
    {
        if (model.Family.Image is not { } image)
        {
            var mixture = MixtureSpec.Find(model.Configuration.Data);
            var unit = mixture?.Scale ?? 1;
            return ScatterPlot.Render(
                [.. samples.Select(v => v * unit)], mixture?.Means ?? [], mixture?.Sigma ?? 0, unit * 2 * FrameOverMeans);
        }

        var scale = Math.Max(image.Height, image.Width) > LargestDoubled ? 1 : 2;
        var columns = Math.Max(Columns, (int)Math.Ceiling(Math.Sqrt(count)));
        return ImageGrid.Compose(samples, count, image.Channels, image.Height, image.Width, columns, Padding, scale);
    }
}
