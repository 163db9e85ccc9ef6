namespace GanCluster.Training.Measures;

/// <summary>PSNR: 10 log10(range^2 / mean squared error), in decibels.</summary>
public static class PeakSignalToNoise
{
    /// <summary>The mean over the images of each one's PSNR; infinite if an image equals its reference.</summary>
    /// <param name="range">Between the largest and the smallest value that a pixel can have, such as 255.</param>
    public static double Mean(SampleMatrix images, SampleMatrix references, double range)
    {
        if ((images.Count, images.Size) != (references.Count, references.Size))
        {
            throw new ArgumentException($"{images.Count} images do not pair with {references.Count} references");
        }

        return Enumerable.Range(0, images.Count).Average(i => Of(images.Row(i), references.Row(i), range));
    }

    private static double Of(ReadOnlySpan<double> image, ReadOnlySpan<double> reference, double range)
    {
        var sum = 0.0;
        for (var i = 0; i < image.Length; i++)
        {
            sum += (image[i] - reference[i]) * (image[i] - reference[i]);
        }

        return 10 * Math.Log10(range * range * image.Length / sum);
    }
}
