using GanCluster.Core;
using GanCluster.Training.Data.Folders;

namespace GanCluster.Training.Tests.Data.Folders;

/// <summary>The rules of a folder's layout over names alone.</summary>
public sealed class ImageLayoutSpecs
{
    [Fact]
    public void Loose_images_have_no_classes_and_every_tenth_is_held_out()
    {
        var layout = Layout([.. Enumerable.Range(0, 25).Select(i => $"{i:D2}.png")]);

        Assert.Empty(layout.ClassNames);
        Assert.Equal(["09.png", "19.png"], layout.HeldOut.Select(entry => entry.File.Name));
        Assert.Equal(23, layout.Train.Count);
        Assert.DoesNotContain(layout.Train, layout.HeldOut.Contains);
        Assert.All(layout.Train, entry => Assert.Equal(0, entry.Label));
    }

    [Fact]
    public void Subfolders_are_classes_with_all_that_lies_below_them()
    {
        var layout = Layout(
            [.. Enumerable.Range(0, 9).Select(i => $"B/{i}.png"), "a/deep/deeper/x.png", "Ü/1.png", "é/1.png", "é/2.png"]);

        Assert.Equal(["B", "a", "Ü", "é"], layout.ClassNames);
        Assert.Equal([0, 0, 0, 0, 0, 0, 0, 0, 0, 2, 3, 3], layout.Train.Select(entry => entry.Label));
        Assert.Equal(("a/deep/deeper/x.png", 1), (layout.HeldOut.Single().File.Name, layout.HeldOut.Single().Label));
    }

    [Fact]
    public void Train_and_test_are_what_they_are_called_and_what_is_beside_them_is_left_out()
    {
        var layout = Layout("other/3.png", "test/a/1.png", "test/b/2.png", "train/a/1.png", "train/b/1.png", "z.png");

        Assert.Equal(["train/a/1.png", "train/b/1.png"], layout.Train.Select(entry => entry.File.Name));
        Assert.Equal(["test/a/1.png", "test/b/2.png"], layout.HeldOut.Select(entry => entry.File.Name));
        Assert.Equal([0, 1], layout.HeldOut.Select(entry => entry.Label));
        Assert.Equal(["other/3.png", "z.png"], layout.LeftOut.Select(one => one.Name));
    }

    [Fact]
    public void Without_test_every_tenth_of_train_is_held_out()
    {
        var layout = Layout([.. Enumerable.Range(0, 10).Select(i => $"train/{i}.png")]);

        Assert.Equal("train/9.png", layout.HeldOut.Single().File.Name);
    }

    [Theory]
    [InlineData("'data' holds images (x.png) and folders of images (a/): put each image into the folder of its class, "
        + "or all into one folder", "a/1.png", "x.png")]
    [InlineData("'data' holds train/ without test/, and other images beside it (val/1.png): call the folder of the held-out "
        + "images test/, or train/ otherwise if it is a class", "train/1.png", "val/1.png")]
    [InlineData("'data' holds 1 images, and every tenth is to be held out: put ten or more there, or sort them into train/ and "
        + "test/", "x.png")]
    [InlineData("'data/test' holds 1 classes (b to b) and 'data/train' 1 classes (a to a): put images into both, in subfolders "
        + "of the same names if they have classes", "test/b/1.png", "train/a/1.png")]
    [InlineData("'data/test' holds images without classes and 'data/train' no images: put images into both, in subfolders of the "
        + "same names if they have classes", "test/1.png", "train/")]
    [InlineData("'data/test' holds no images and 'data/train' images without classes: put images into both, in subfolders of the "
        + "same names if they have classes", "test/", "train/1.png")]
    public void What_lies_otherwise_is_refused(string expected, params string[] names) =>
        Assert.Equal(expected, Assert.Throws<UserInputException>(() => Layout(names)).Message);

    /// <param name="names">In ordinal order; one that ends in a slash is a folder without images.</param>
    private static ImageLayout Layout(params string[] names)
    {
        FolderFile[] files = [.. names.Where(name => !name.EndsWith('/')).Select(name => new FolderFile(name, 1, 1))];
        var folders = names.Where(name => name.Contains('/')).Select(name => name[..name.IndexOf('/')]).Distinct();
        return ImageLayout.Of(new FolderListing("data", files, [.. folders], []), files);
    }
}
