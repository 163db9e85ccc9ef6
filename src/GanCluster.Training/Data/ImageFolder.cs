using System.Globalization;
using GanCluster.Core;
using GanCluster.Training.Images;

namespace GanCluster.Training.Data;

/// <summary>
/// A folder of PNG or JPEG images. train/ and test/ in it hold them: loose, or in a subfolder for each class; the subfolders'
/// names in ordinal order are the labels from 0. Without test/ every tenth image is held out, in ordinal order of the paths
/// below train/ or, without that as well, below the folder itself. Other files, folders without images and what is hidden are
/// passed over; of images of other formats and of colours that are lost the user is told. All images have one size.
/// </summary>
public sealed record ImageFolder : DataFiles
{
    /// <summary>One image in so many is held out if there is no test/.</summary>
    private const int HeldOut = 10;

    private readonly ImageList _train;
    private readonly ImageList? _test;
    private readonly Action<string> _note;

    private ImageFolder(string folder, ImageList train, ImageList? test, Action<string> note)
        : base(folder) => (_train, _test, _note) = (train, test, note);

    /// <summary>Null if the folder holds no images.</summary>
    /// <param name="note">Tells the user what is not read as it is, a line each.</param>
    /// <exception cref="UserInputException">The images lie in another way, or are too few, or all of formats that are not
    /// read.</exception>
    public static ImageFolder? In(string folder, Action<string> note)
    {
        var (trainFolder, testFolder) = (Path.Combine(folder, "train"), Path.Combine(folder, "test"));
        var isSplit = Directory.Exists(trainFolder);
        var train = ImageList.Of(isSplit ? trainFolder : folder);
        var test = isSplit && Directory.Exists(testFolder) ? ImageList.Of(testFolder) : null;
        if (train.Names.Count == 0)
        {
            return train.Others.Count == 0 ? null : throw new UserInputException(
                $"'{train.Folder}' holds {ImageList.Counted(train.Others)} and no PNG or JPEG, which is what is read: convert them");
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

        List<string> others = [.. train.Others, .. test?.Others ?? []];
        if (others.Count > 0)
        {
            note($"passed over {ImageList.Counted(others)} (PNG and JPEG are read)");
        }

        return new ImageFolder(folder, train, test, note);
    }

    public override ImageSet ReadTrain() =>
        Read("training", _train, _test is null ? [.. _train.Names.Where((_, i) => !IsHeldOut(i))] : _train.Names);

    public override ImageSet ReadTest() => _test is null
        ? Read("test", _train, [.. _train.Names.Where((_, i) => IsHeldOut(i))])
        : Read("test", _test, _test.Names);

    /// <summary>An image that is not in train/, if there is one.</summary>
    private static string? Beside(string folder) =>
        ImageList.Of(folder).Names.FirstOrDefault(name => !name.StartsWith("train/", StringComparison.Ordinal));

    private static bool IsHeldOut(int image) => image % HeldOut == HeldOut - 1;

    private static string Described(ImageList list) => list.Names.Count == 0 ? "no images"
        : list.Classes.Count == 0 ? "images without classes"
        : $"{list.Classes.Count} classes ({list.Classes[0]} to {list.Classes[^1]})";

    private ImageSet Read(string what, ImageList from, IReadOnlyList<string> names)
    {
        var first = Path.Combine(_train.Folder, _train.Names[0]);
        var (width, height) = ImageFile.SizeOf(first);
        if ((long)width * height * names.Count > Array.MaxLength)
        {
            throw new UserInputException($"'{from.Folder}' holds {names.Count} images of {width} x {height} pixels, more than "
                + $"{Array.MaxLength} pixels in all: take some away, or make them smaller");
        }

        var (pixels, coloured) = (new byte[width * height * names.Count], 0);
        for (var i = 0; i < names.Count; i++)
        {
            var path = Path.Combine(from.Folder, names[i]);
            var (image, wasColoured) = ImageFile.ReadGrey(path);
            if (image.Width != width || image.Height != height)
            {
                throw new UserInputException($"'{path}' is of {image.Width} x {image.Height} pixels and '{first}' of "
                    + $"{width} x {height}: give all images of a data set one size");
            }

            image.Pixels.CopyTo(pixels, i * width * height);
            coloured += wasColoured ? 1 : 0;
        }

        if (coloured > 0)
        {
            _note(string.Create(
                CultureInfo.InvariantCulture,
                $"{coloured:N0} of {names.Count:N0} {what} images are in colour and are read as grey"));
        }

        return new ImageSet(new IdxData([names.Count, height, width], pixels), from.LabelsOf(names));
    }
}
