using GanCluster.Core;

namespace GanCluster.Training.Data.Folders;

/// <param name="Label">Of <see cref="ImageLayout.ClassNames"/>; 0 without classes.</param>
public sealed record ImageEntry(FolderFile File, int Label);

/// <summary>
/// Which images of a folder are trained on, which are held out, and which class they are of. train/ and test/ hold them, or
/// without train/ the folder itself; every tenth is held out if there is no test/. They lie loose, or each subfolder is a class
/// with all that lies below it. Classes and images are in ordinal order of their names as they are stored, which are not brought
/// into one of Unicode's normal forms: the same name written otherwise is another class.
/// </summary>
/// <param name="ClassNames">Empty: the images have no classes.</param>
public sealed record ImageLayout(
    IReadOnlyList<ImageEntry> Train,
    IReadOnlyList<ImageEntry> HeldOut,
    IReadOnlyList<string> ClassNames,
    IReadOnlyList<LeftOut> LeftOut)
{
    /// <summary>One image in so many is held out if there is no test/.</summary>
    public const int HeldOutOf = 10;

    private const string TrainFolder = "train";
    private const string TestFolder = "test";

    /// <param name="images">The files of the listing that are images, in its order.</param>
    /// <exception cref="UserInputException">They lie in another way, or are too few.</exception>
    public static ImageLayout Of(FolderListing listing, IReadOnlyList<FolderFile> images)
    {
        if (!listing.Folders.Contains(TrainFolder, StringComparer.Ordinal))
        {
            var all = ImageGroup.Of(listing.Folder, "", images);
            return Tenths(all, []);
        }

        var train = ImageGroup.Of(listing.Folder, TrainFolder + "/", images);
        var beside = images.Where(image => !image.Name.StartsWith(TrainFolder + "/", StringComparison.Ordinal)).ToList();
        if (!listing.Folders.Contains(TestFolder, StringComparer.Ordinal))
        {
            return beside.Count == 0 ? Tenths(train, []) : throw new UserInputException(
                $"'{listing.Folder}' holds train/ without test/, and other images beside it ({beside[0].Name}): "
                + "call the folder of the held-out images test/, or train/ otherwise if it is a class");
        }

        var test = ImageGroup.Of(listing.Folder, TestFolder + "/", images);
        if (train.Entries.Count == 0 || test.Entries.Count == 0
            || !test.ClassNames.SequenceEqual(train.ClassNames, StringComparer.Ordinal))
        {
            throw new UserInputException($"'{test.Folder}' holds {test.Described()} and '{train.Folder}' {train.Described()}: "
                + "put images into both, in subfolders of the same names if they have classes");
        }

        var others = beside.Where(image => !image.Name.StartsWith(TestFolder + "/", StringComparison.Ordinal))
            .Select(image => new LeftOut(image.Name, "outside of train/ and test/"));
        return new ImageLayout(train.Entries, test.Entries, train.ClassNames, [.. others]);
    }

    private static ImageLayout Tenths(ImageGroup group, IReadOnlyList<LeftOut> leftOut)
    {
        if (group.Entries.Count < HeldOutOf)
        {
            throw new UserInputException($"'{group.Folder}' holds {group.Entries.Count} images, and every tenth is to be held "
                + "out: put ten or more there, or sort them into train/ and test/");
        }

        return new ImageLayout(
            [.. group.Entries.Where((_, i) => !IsHeldOut(i))],
            [.. group.Entries.Where((_, i) => IsHeldOut(i))],
            group.ClassNames,
            leftOut);
    }

    private static bool IsHeldOut(int image) => image % HeldOutOf == HeldOutOf - 1;
}
