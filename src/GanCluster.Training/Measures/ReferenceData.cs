using System.Security.Cryptography;
using GanCluster.Core;
using GanCluster.Training.Data;
using GanCluster.Training.Parts;

namespace GanCluster.Training.Measures;

/// <param name="Labels">A class for each image, from 0; empty: they have none, or none is gone by.</param>
public sealed record LabelledImages(ImageBytes Images, byte[] Labels)
{
    /// <param name="where">What errors call them.</param>
    /// <exception cref="UserInputException">The images are not of 28 x 28, have no labels, or more than 256 of them.</exception>
    public static LabelledImages Of(ImageSet set, string where)
    {
        var images = GreyImages.Of(set.Images, where);
        return set.Labels is { } labels && labels.Max() <= byte.MaxValue
            ? new LabelledImages(images, [.. labels.Select(label => (byte)label)])
            : throw new UserInputException($"{where} have no labels or more than 256, and the measures go by a classifier of "
                + "them: sort the images into a folder for each class");
    }
}

/// <summary>The real images that others are measured against.</summary>
public sealed record ReferenceData(string Name, LabelledImages Train, LabelledImages Test)
{
    /// <summary>0 without labels.</summary>
    public int Classes { get; } = Train.Labels.Concat(Test.Labels).Select(label => label + 1).DefaultIfEmpty().Max();

    /// <summary>What data of a path are called.</summary>
    internal const string Unnamed = "images";

    /// <exception cref="UserInputException">The data set is missing, damaged, or not of labelled grey images of 28 x
    /// 28.</exception>
    public static ReferenceData Read(string name, RunParts parts, DataCatalog catalog)
    {
        if (parts.IsOwnData(name))
        {
            throw new UserInputException($"data set '{name}' is this program's own, and images are measured by a classifier of a "
                + "data set of files: give --data and the name of one");
        }

        var shown = name.Length == 0 ? Unnamed : name;
        var files = catalog.FindIdx(name) ?? throw new UserInputException(
            $"data set '{name}' has no IDX files, and images are measured by a classifier of labelled ones: give --data and another");
        return new ReferenceData(
            shown,
            LabelledImages.Of(files.ReadTrain(), $"the training images of '{shown}'"),
            LabelledImages.Of(files.ReadTest(), $"the test images of '{shown}'"));
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
