using GanCluster.Core;
using GanCluster.Training.Data;
using GanCluster.Training.Images;

namespace GanCluster.Training.Tests.Data;

public sealed class ImageFolderSpecs : IDisposable
{
    private readonly TempFolder _temp = new();
    private readonly List<string> _told = [];

    public void Dispose() => _temp.Dispose();

    [Fact]
    public void Each_subfolder_is_a_class_and_what_is_no_image_is_passed_over()
    {
        Write("train/b/2.PNG", 12);
        Write("train/b/1.png", 11);
        Write("train/B/x.jpeg", 13);
        Write("train/a-b/x.png", 14);
        Write("train/a/x.Jpg", 15);
        Write("train/a/.hidden.png", 99);
        Write("train/.thumbnails/x.png", 99);
        Write("train/a/deeper/x.png", 99);
        Touch("train/empty/README.md", "train/labels.csv", "README.md");
        foreach (var (name, value) in new[] { ("B", 23), ("a", 25), ("a-b", 24), ("b", 21) })
        {
            Write($"test/{name}/1.png", (byte)value);
        }

        var files = Found();

        // Ordinal: capitals first, and '-' before '/'.
        var train = files.ReadTrain();
        Assert.Equal([5, 2, 3], train.Images.Shape);
        Assert.Equal([13, 14, 15, 11, 12], FirstPixels(train));
        Assert.Equal([0, 2, 1, 3, 3], train.Labels!);
        Assert.Equal([13, 14, 15, 16, 17, 18], train.Images.Values[..6]);
        Assert.Equal([23, 24, 25, 21], FirstPixels(files.ReadTest()));
        Assert.Equal([0, 2, 1, 3], files.ReadTest().Labels!);
    }

    [Fact]
    public void Without_a_test_folder_every_tenth_image_is_held_out()
    {
        for (var i = 0; i < 25; i++)
        {
            Write($"{(i < 15 ? "a" : "b")}/{i:D2}.png", (byte)i);
        }

        var files = Found();

        Assert.Equal([9, 19], FirstPixels(files.ReadTest()));
        Assert.Equal([0, 1], files.ReadTest().Labels!);
        Assert.Equal(Enumerable.Range(0, 25).Except([9, 19]).Select(i => (byte)i), FirstPixels(files.ReadTrain()));
    }

    [Fact]
    public void Loose_images_have_no_labels()
    {
        for (var i = 0; i < 10; i++)
        {
            Write($"train/{i}.png", (byte)i);
        }

        Assert.Null(Found().ReadTrain().Labels);
        Assert.Equal([9], FirstPixels(Found().ReadTest()));
    }

    [Fact]
    public void An_image_of_another_size_is_refused_with_both_sizes()
    {
        Write("train/1.png", 1);
        Write("train/2.png", 1, width: 2);
        Write("test/1.png", 1, height: 5);

        Assert.Equal(
            $"'{_temp.File("train/2.png")}' is of 2 x 2 pixels and '{_temp.File("train/1.png")}' of 3 x 2: "
            + "give all images of a data set one size",
            Assert.Throws<UserInputException>(() => Found().ReadTrain()).Message);
        Assert.StartsWith(
            $"'{_temp.File("test/1.png")}' is of 3 x 5 pixels and '{_temp.File("train/1.png")}' of 3 x 2: ",
            Assert.Throws<UserInputException>(() => Found().ReadTest()).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_damaged_image_is_named()
    {
        Write("train/1.png", 1);
        Touch("train/2.png");
        Write("test/1.png", 1);

        Assert.Contains(
            $"'{_temp.File("train/2.png")}' is no PNG or JPEG image",
            Assert.Throws<UserInputException>(() => Found().ReadTrain()).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Of_colours_and_other_formats_it_is_told_in_a_line_each()
    {
        for (var i = 0; i < 1250; i++)
        {
            Write($"train/a/{i:D4}.png", 1);
        }

        Write("test/a/1.png", 1);
        for (var i = 0; i < 1203; i++)
        {
            Png.Write(_temp.File($"train/a/{i:D4}.png"), new PixelImage(3, 2, 3, [.. Enumerable.Range(0, 18).Select(p => (byte)p)]));
        }

        Touch("train/a/1.webp", "train/a/2.WebP", "train/1.gif", "test/a/3.webp", "train/a/.4.webp", "train/README.md");

        _ = Found().ReadTrain();
        _ = Found().ReadTest();

        var passed = "passed over 3 .webp and 1 .gif file (PNG and JPEG are read)";
        Assert.Equal([passed, "1,203 of 1,250 training images are in colour and are read as grey", passed], _told);
    }

    [Fact]
    public void Of_a_folder_that_is_read_as_it_is_nothing_is_told()
    {
        Write("train/1.png", 1);
        Write("test/1.png", 1);
        Touch("train/README.md");

        _ = (Found().ReadTrain(), Found().ReadTest());

        Assert.Empty(_told);
    }

    [Fact]
    public void Images_of_other_formats_alone_are_refused()
    {
        Touch("train/a/1.webp", "train/a/2.tiff", "train/b/3.tiff");

        Assert.Equal(
            $"'{_temp.File("train")}' holds 2 .tiff and 1 .webp file and no PNG or JPEG, which is what is read: convert them",
            Assert.Throws<UserInputException>(Found).Message);
    }

    [Theory]
    [InlineData("/' holds images (1.png) and folders of images (a/): put each", "a/1.png 1.png")]
    [InlineData("/train' holds images (1.png) and folders of images (a/): put each", "train/a/1.png train/1.png test/1.png")]
    [InlineData("/test' holds 2 classes (a to c) and ", "train/a/1.png train/b/1.png test/a/1.png test/c/1.png")]
    [InlineData("/test' holds images without classes and ", "train/a/1.png train/b/1.png test/1.png")]
    [InlineData("/test' holds no images and ", "train/a/1.png test/README")]
    [InlineData("/train' holds 1 images, and every tenth is to be held out: put ten or more there", "train/1.png")]
    [InlineData("/' holds train/ without test/, and other images beside it (val/1.png): call", "train/1.png val/1.png")]
    public void Images_that_lie_in_another_way_are_refused(string expected, string files)
    {
        Touch(files.Split(' '));

        var error = Assert.Throws<UserInputException>(Found).Message;

        var start = $"'{_temp.Path}{expected.Replace("/'", "'", StringComparison.Ordinal)}";
        Assert.StartsWith(start, error, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error);
    }

    [Fact]
    public void A_folder_without_images_is_none()
    {
        Touch("train/README.md", "images/deeper/1.png");

        Assert.Null(ImageFolder.In(_temp.Path, _told.Add));
    }

    private static byte[] FirstPixels(ImageSet set) =>
        [.. set.Images.Values.Chunk(set.Images.Shape[1] * set.Images.Shape[2]).Select(image => image[0])];

    private ImageFolder Found() => ImageFolder.In(_temp.Path, _told.Add)!;

    /// <summary>Pixels that count up from a value.</summary>
    private void Write(string name, byte value, int width = 3, int height = 2)
    {
        Touch(name);
        Png.Write(
            _temp.File(name),
            new PixelImage(width, height, 1, [.. Enumerable.Range(value, width * height).Select(pixel => (byte)pixel)]));
    }

    private void Touch(params string[] names)
    {
        foreach (var name in names)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(_temp.File(name))!);
            File.WriteAllBytes(_temp.File(name), []);
        }
    }
}
