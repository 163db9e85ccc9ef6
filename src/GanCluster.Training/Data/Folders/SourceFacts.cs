using System.Globalization;
using GanCluster.Training.Images.Decoding;

namespace GanCluster.Training.Data.Folders;

/// <summary>How many there are of something.</summary>
public sealed record Tally(string What, int Count)
{
    /// <summary>The most first.</summary>
    public static IReadOnlyList<Tally> Of(IEnumerable<string> all) =>
    [
        .. all.CountBy(what => what, StringComparer.Ordinal).Select(one => new Tally(one.Key, one.Value))
            .OrderByDescending(one => one.Count).ThenBy(one => one.What, StringComparer.Ordinal),
    ];

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Count:N0} {What}");
}

/// <summary>What was found in a folder of images, as people are told.</summary>
/// <param name="Kinds">Formats, by content.</param>
/// <param name="Grey">Images whose every pixel is grey; the others are in colour.</param>
/// <param name="Transparent">Images of which something is transparent.</param>
public sealed record SourceFacts(
    int Images,
    IReadOnlyList<Tally> Kinds,
    int Grey,
    int Transparent,
    ImageSizes Sizes,
    IReadOnlyList<Tally> LeftOut)
{
    public int InColour => Images - Grey;

    internal static SourceFacts Of(IReadOnlyCollection<ImageFacts> images, IEnumerable<LeftOut> leftOut) => new(
        images.Count,
        Tally.Of(images.Select(image => NameOf(image.Kind))),
        images.Count(image => image.IsGrey),
        images.Count(image => image.WasTransparent),
        ImageSizes.Of(images),
        Tally.Of(leftOut.Select(one => one.Why)));

    /// <summary>A line on the images, and one on what is left out if anything is.</summary>
    public IEnumerable<string> Lines()
    {
        var culture = CultureInfo.InvariantCulture;
        var colours = Grey == 0 ? "in colour" : InColour == 0 ? "grey"
            : string.Create(culture, $"{InColour:N0} in colour and {Grey:N0} grey");
        var transparent = Transparent == 0 ? "" : string.Create(culture, $", {Transparent:N0} with transparency");
        yield return string.Create(
            culture, $"{Images:N0} images ({string.Join(", ", Kinds)}) of {Sizes}, {colours}{transparent}");
        if (LeftOut.Count > 0)
        {
            yield return $"left out: {string.Join(", ", LeftOut)}";
        }
    }

    private static string NameOf(ImageKind kind) => kind == ImageKind.WebP ? "WebP" : kind.ToString().ToUpperInvariant();
}
