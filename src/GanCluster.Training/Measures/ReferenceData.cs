using System.Security.Cryptography;
using GanCluster.Core;
using GanCluster.Training.Data;

namespace GanCluster.Training.Measures;

/// <param name="Labels">A class for each image, from 0.</param>
public sealed record LabelledImages(GreyImages Images, byte[] Labels)
{
    /// <exception cref="UserInputException">The files are damaged or do not belong together.</exception>
    public static LabelledImages Read(string imagesPath, string labelsPath)
    {
        var images = GreyImages.Of(IdxFile.Read(imagesPath), $"the images of '{imagesPath}'");
        var labels = IdxFile.Read(labelsPath);
        return labels.Shape is [var count] && count == images.Count
            ? new LabelledImages(images, labels.Values)
            : throw new UserInputException($"'{labelsPath}' has the shape [{string.Join(", ", labels.Shape)}] "
                + $"for {images.Count} images: put the labels of '{imagesPath}' there");
    }
}

/// <summary>The real images that others are measured against.</summary>
public sealed record ReferenceData(string Name, LabelledImages Train, LabelledImages Test)
{
    public int Classes { get; } = Train.Labels.Concat(Test.Labels).Max() + 1;

    /// <exception cref="UserInputException">The data set is missing, damaged, or not of grey images of 28 x 28.</exception>
    public static ReferenceData Read(string name, DataCatalog catalog)
    {
        var files = catalog.Find(name);
        return new ReferenceData(
            name,
            LabelledImages.Read(files.TrainImages, files.TrainLabels),
            LabelledImages.Read(files.TestImages, files.TestLabels));
    }

    /// <summary>SHA-256 of pixels and labels: a name can stand for other images tomorrow.</summary>
    public string Sha256()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var part in new[] { Train.Images.Pixels, Train.Labels, Test.Images.Pixels, Test.Labels })
        {
            hash.AppendData(part);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
