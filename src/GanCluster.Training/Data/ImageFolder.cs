using GanCluster.Core;
using GanCluster.Training.Images;

namespace GanCluster.Training.Data;

/// <summary>
/// A folder of PNG or JPEG images. train/ and test/ in it hold them: loose, or in a subfolder for each class; the subfolders'
/// names in ordinal order are the labels from 0. Without test/ every tenth image is held out, in ordinal order of the paths
/// below train/ or, without that as well, below the folder itself. Other files, folders without images and what is hidden are
/// passed over. All images have one size.
/// </summary>
public sealed record ImageFolder : DataFiles
{
    /// <summary>One image in so many is held out if there is no test/.</summary>
    private const int HeldOut = 10;

    private readonly ImageList _train;
    private readonly ImageList? _test;

    private ImageFolder(string folder, ImageList train, ImageList? test)
        : base(folder) => (_train, _test) = (train, test);

    /// <summary>Null if the folder holds no images.</summary>
    /// <exception cref="UserInputException">The images lie in another way, or are too few.</exception>
    public static ImageFolder? In(string folder)
    {
        var (trainFolder, testFolder) = (Path.Combine(folder, "train"), Path.Combine(folder, "test"));
        var isSplit = Directory.Exists(trainFolder);
        var train = ImageList.Of(isSplit ? trainFolder : folder);
        var test = isSplit && Directory.Exists(testFolder) ? ImageList.Of(testFolder) : null;
        if (train.Names.Count == 0)
        {
            return null;
        }

        if (isSplit && test is null && Beside(folder) is { } other)
        {
            throw new UserInputException($"'{folder}' holds train/ without test/, and other images beside it ({other}): "
                + "call the folder of the held-out images test/, or train/ otherwise if it is a class");
        }

        if (test is null && train.Names.Count < HeldOut)
        {
            throw new UserInputException($"'{train.Folder}' holds {train.Names.Count} images, and every tenth is to be held out: "
                + "put ten or more there, or sort them into train/ and test/");
        }

        if (test is not null && (test.Names.Count == 0 || !test.Classes.SequenceEqual(train.Classes, StringComparer.Ordinal)))
        {
            throw new UserInputException($"'{testFolder}' holds {Described(test)} and '{trainFolder}' {Described(train)}: "
                + "put images into both, in subfolders of the same names if they have classes");
        }

        return new ImageFolder(folder, train, test);
    }

    public override ImageSet ReadTrain() =>
        Read(_train, _test is null ? [.. _train.Names.Where((_, i) => !IsHeldOut(i))] : _train.Names);

    public override ImageSet ReadTest() =>
        _test is null ? Read(_train, [.. _train.Names.Where((_, i) => IsHeldOut(i))]) : Read(_test, _test.Names);

    /// <summary>An image that is not in train/, if there is one.</summary>
    private static string? Beside(string folder) =>
        ImageList.Of(folder).Names.FirstOrDefault(name => !name.StartsWith("train/", StringComparison.Ordinal));

    private static bool IsHeldOut(int image) => image % HeldOut == HeldOut - 1;

    private static string Described(ImageList list) => list.Names.Count == 0 ? "no images"
        : list.Classes.Count == 0 ? "images without classes"
        : $"{list.Classes.Count} classes ({list.Classes[0]} to {list.Classes[^1]})";

    private ImageSet Read(ImageList from, IReadOnlyList<string> names)
    {
        var first = Path.Combine(_train.Folder, _train.Names[0]);
        var (width, height) = ImageFile.SizeOf(first);
        if ((long)width * height * names.Count > Array.MaxLength)
        {
            throw new UserInputException($"'{from.Folder}' holds {names.Count} images of {width} x {height} pixels, more than "
                + $"{Array.MaxLength} pixels in all: take some away, or make them smaller");
        }

        var pixels = new byte[width * height * names.Count];
        for (var i = 0; i < names.Count; i++)
        {
            var path = Path.Combine(from.Folder, names[i]);
            var image = ImageFile.ReadGrey(path);
            if (image.Width != width || image.Height != height)
            {
                throw new UserInputException($"'{path}' is of {image.Width} x {image.Height} pixels and '{first}' of "
                    + $"{width} x {height}: give all images of a data set one size");
            }

            image.Pixels.CopyTo(pixels, i * width * height);
        }

        return new ImageSet(new IdxData([names.Count, height, width], pixels), from.LabelsOf(names));
    }
}
