using GanCluster.Training.Data;
using GanCluster.Training.Images;
using GanCluster.Training.Images.Scaling;

namespace GanCluster.Training.Tests;

internal static class Program
{
    /// <param name="args">A folder of images, and one for its cache.</param>
    public static void Main(string[] args)
    {
        using var images = ImageCache.Open(
            args[0], new ImageTerms(16, 16, ImageFit.Crop, Rgb.White), args[1], new SilentPreparation(), CancellationToken.None);
        Console.WriteLine(images.Sha256(withLabels: true));
        NativeThreads.Gate.Dispose();
    }
}
