namespace GanCluster.Core.Runs;

/// <summary>The heights (and widths) of images that a built-in family's networks can have.</summary>
public static class ImageSizes
{
    public const int Most = 256;

    /// <summary>Below it a convolution of stride 2 would have nothing left to halve.</summary>
    private const int LeastUpscaled = 8;

    private static readonly int[] Powers = [16, 32, 64, 128, 256];
    private static readonly int[] Octaves = [14, 16, 28, 32, 56, 64, 112, 128, 224, 256];

    /// <summary>What an <c>image.size</c> of 0 stands for.</summary>
    public static int OwnOf(string family) => family is "dcgan" or "r3gan" ? 32 : 28;

    public static bool Fits(RunConfiguration configuration, int size) => Of(configuration).Contains(size);

    /// <summary>In one line, what sizes the family takes and which of them is nearest; null if it takes the configuration's.</summary>
    internal static string? Misfit(RunConfiguration c)
    {
        if (!BuiltInNames.OfImages.Contains(c.Family, StringComparer.Ordinal) || c.Image.Size == 0 || Fits(c, c.Image.Size))
        {
            return null;
        }

        var takes = c.Family switch
        {
            "dcgan" or "r3gan" => "a power of two from 16 to 256",
            "lapgan" => "7 or 8 doubled, once to five times: " + string.Join(", ", Octaves),
            "srgan" => $"a multiple of 'superResolution.factor', {c.SuperResolution.Factor}, from {LeastUpscaled} to {Most}",
            _ => $"up to {Most}",
        };
        var nearest = Of(c).MinBy(size => Math.Abs(size - c.Image.Size));
        return $"'image.size' is {c.Image.Size}, and family {c.Family} takes {takes}; the nearest is {nearest}";
    }

    private static IEnumerable<int> Of(RunConfiguration c) => c.Family switch
    {
        "dcgan" or "r3gan" => Powers,
        "lapgan" => Octaves,
        "srgan" => Enumerable.Range(1, Most).Where(size => size >= LeastUpscaled && size % c.SuperResolution.Factor == 0),
        _ => Enumerable.Range(1, Most),
    };
}
