using GanCluster.Training.Images.Decoding;

namespace GanCluster.Training.Data.Folders;

/// <summary>What decoding told of an image.</summary>
/// <param name="Width">As it is shown.</param>
internal sealed record ImageFacts(ImageKind Kind, int Width, int Height, bool IsGrey, bool WasTransparent)
{
    public static ImageFacts Of(DecodedImage image) =>
        new(image.Kind, image.Width, image.Height, image.IsGrey(), image.WasTransparent);
}
