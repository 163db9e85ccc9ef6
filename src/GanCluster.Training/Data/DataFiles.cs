using GanCluster.Core;

namespace GanCluster.Training.Data;

/// <param name="Labels">A class for each image, from 0; null: they have none.</param>
public sealed record ImageSet(IdxData Images, int[]? Labels);

/// <summary>Paths of the four IDX files of MNIST's names, which are read when they are asked for.</summary>
public sealed record IdxFiles(
    string Folder, string TrainImages, string TrainLabels, string TestImages, string TestLabels)
{
    private static readonly string[] Names =
        ["train-images-idx3-ubyte", "train-labels-idx1-ubyte", "t10k-images-idx3-ubyte", "t10k-labels-idx1-ubyte"];

    /// <summary>Those of a folder, plain or .gz; null if it holds none of them.</summary>
    /// <exception cref="UserInputException">One is there and another isn't.</exception>
    public static IdxFiles? In(string folder)
    {
        var paths = Array.ConvertAll(Names, name => PathOf(Path.Combine(folder, name)));
        var missing = Array.IndexOf(paths, null);
        return Array.TrueForAll(paths, path => path is null) ? null
            : missing < 0 ? new IdxFiles(folder, paths[0]!, paths[1]!, paths[2]!, paths[3]!)
            : throw new UserInputException($"'{folder}' is incomplete: it lacks {Names[missing]}.gz; put it there");
    }

    /// <exception cref="UserInputException">A file is damaged, or does not fit the others.</exception>
    public ImageSet ReadTrain() => Read(TrainImages, TrainLabels);

    /// <summary>The held-out images.</summary>
    /// <inheritdoc cref="ReadTrain"/>
    public ImageSet ReadTest() => Read(TestImages, TestLabels);

    private static string? PathOf(string plain) => File.Exists(plain) ? plain : File.Exists(plain + ".gz") ? plain + ".gz" : null;

    private static ImageSet Read(string imagesPath, string labelsPath)
    {
        var images = IdxFile.Read(imagesPath);
        if (images.Shape is not [> 0, > 0, > 0])
        {
            throw new UserInputException(
                $"'{imagesPath}' has the shape [{string.Join(", ", images.Shape)}]: put images there (count, height, width)");
        }

        var labels = IdxFile.Read(labelsPath);
        return labels.Shape is [var count] && count == images.Shape[0]
            ? new ImageSet(images, [.. labels.Values])
            : throw new UserInputException($"'{labelsPath}' has the shape [{string.Join(", ", labels.Shape)}] "
                + $"for {images.Shape[0]} images: put the labels of '{imagesPath}' there");
    }
}
