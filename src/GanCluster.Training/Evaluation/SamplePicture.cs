using GanCluster.Core.Noise;
using GanCluster.Training.Data;
using GanCluster.Training.Images;
using GanCluster.Training.Networks;

namespace GanCluster.Training.Evaluation;

/// <summary>What a version generates, to look at: a grid of images, or the points over their mixture.</summary>
public static class SamplePicture
{
    private const float FrameOverMeans = 1.25f;

    /// <param name="count">Images of the grid; a mixture always shows 2,500 points.</param>
    public static PixelImage Of(TrainedModel model, ulong seed, int count)
    {
        using var generator = model.OpenGenerator();
        if (DataSources.Mixture(model.Configuration.Data) is { } mixture)
        {
            var extent = mixture.Scale * 2 * FrameOverMeans;
            return ScatterPlot.Render(VersionMeasures.Points(generator, mixture, seed), mixture.Means, mixture.Sigma, extent);
        }

        return Grid(generator.Sample(seed, NoisePurpose.Sampling, count), count, Family.ImageSize(model.Configuration));
    }

    /// <param name="images">count images of size x size, one channel, in [-1, 1].</param>
    public static PixelImage Grid(ReadOnlySpan<float> images, int count, int size)
    {
        const int Scale = 2;
        var columns = (int)Math.Ceiling(Math.Sqrt(count));
        return ImageGrid.Compose(images, count, 1, size, size, columns, padding: 2, Scale);
    }
}
