using GanCluster.Core;
using GanCluster.Training.Data.Folders;
using GanCluster.Training.Images;

namespace GanCluster.Training.Data;

/// <summary>All that there is to say of a folder of images.</summary>
/// <param name="Facts">Of the images that can be read.</param>
/// <param name="Broken">A line on each image that can't, in order of the names.</param>
/// <param name="LeftOut">Each file that is not one of the images, in order of the names.</param>
/// <param name="Classes">In the order of their labels, with the images of each; none: they have no classes.</param>
/// <param name="Train">Images to train on, among them those that can't be read, as with <paramref name="HeldOut"/>.</param>
public sealed record FolderReport(
    string Folder,
    SourceFacts Facts,
    IReadOnlyList<string> Broken,
    IReadOnlyList<LeftOut> LeftOut,
    IReadOnlyList<Tally> Classes,
    int Train,
    int HeldOut)
{
    public IEnumerable<string> ClassNames => Classes.Select(one => one.What);

    /// <param name="background">What shows where images are transparent.</param>
    /// <exception cref="UserInputException">The folder can't be read, or the images lie in no known way, or are too few.</exception>
    public static FolderReport Of(
        string path, Rgb? background = null, IPreparation? progress = null, CancellationToken stop = default)
    {
        var listing = FolderWalk.Of(path);
        var (images, others) = ImageScan.Of(listing, stop);
        var layout = ImageLayout.Of(listing, images);
        LeftOut[] leftOut = [.. others.Concat(layout.LeftOut).OrderBy(one => one.Name, StringComparer.Ordinal)];
        FolderFile[] files = [.. layout.Train.Concat(layout.HeldOut).Select(entry => entry.File)];
        Array.Sort(files, (one, other) => string.CompareOrdinal(one.Name, other.Name));
        var outcome = ImagePass.Over(
            listing, files, background ?? Rgb.White, () => (_, _) => { }, progress ?? new SilentPreparation(), stop);
        var counts = layout.Train.Concat(layout.HeldOut).CountBy(entry => entry.Label).ToDictionary();
        return new FolderReport(
            path,
            SourceFacts.Of(outcome.Images, leftOut),
            outcome.Broken,
            leftOut,
            [.. layout.ClassNames.Select((name, label) => new Tally(name, counts.GetValueOrDefault(label)))],
            layout.Train.Count,
            layout.HeldOut.Count);
    }
}
