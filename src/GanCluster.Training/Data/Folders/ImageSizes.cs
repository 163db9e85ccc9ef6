namespace GanCluster.Training.Data.Folders;

/// <summary>The least and the most of the images' sides, as they are shown.</summary>
public sealed record ImageSizes(int LeastWidth, int LeastHeight, int MostWidth, int MostHeight)
{
    internal static ImageSizes Of(IReadOnlyCollection<ImageFacts> images) => images.Count == 0
        ? new ImageSizes(0, 0, 0, 0)
        : new ImageSizes(
            images.Min(image => image.Width),
            images.Min(image => image.Height),
            images.Max(image => image.Width),
            images.Max(image => image.Height));

    public override string ToString() => (LeastWidth, LeastHeight) == (MostWidth, MostHeight)
        ? $"{MostWidth} x {MostHeight} pixels"
        : $"{LeastWidth} x {LeastHeight} to {MostWidth} x {MostHeight} pixels";
}
