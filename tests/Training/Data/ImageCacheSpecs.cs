using GanCluster.Core;
using GanCluster.Training.Data;
using GanCluster.Training.Images;
using GanCluster.Training.Images.Scaling;

namespace GanCluster.Training.Tests.Data;

public sealed class ImageCacheSpecs : IDisposable
{
    private static readonly ImageTerms Terms = new(2, 3, ImageFit.Crop, Rgb.White);

    private readonly TempFolder _temp = new();
    private readonly TempFolder _cache = new();

    public void Dispose()
    {
        _temp.Dispose();
        _cache.Dispose();
    }

    [Fact]
    public void Images_come_with_labels_and_class_names_and_every_tenth_is_held_out()
    {
        for (var i = 0; i < 20; i++)
        {
            Write(i < 15 ? $"a/{i:D2}.png" : $"b/{i:D2}.png", (byte)i);
        }

        using var images = Open();

        Assert.Equal((18, 2, 3, 2, 3), (images.Count, images.HeldOutCount, images.Channels, images.Height, images.Width));
        Assert.Equal(["a", "b"], images.ClassNames);
        Assert.Equal([.. Enumerable.Repeat((byte)10, 6), .. Enumerable.Repeat((byte)11, 6), .. Enumerable.Repeat((byte)0, 6)],
            images.Pixels(ImageSplit.Train, 9).ToArray());
        Assert.Equal((9, 19), (images.Pixels(ImageSplit.HeldOut, 0)[0], images.Pixels(ImageSplit.HeldOut, 1)[0]));
        Assert.Equal((0, 1, 1), (
            images.LabelOf(ImageSplit.Train, 13), images.LabelOf(ImageSplit.Train, 14), images.LabelOf(ImageSplit.HeldOut, 1)));
        Assert.Throws<ArgumentOutOfRangeException>(() => images.LabelOf(ImageSplit.Train, 18));
    }

    [Fact]
    public void What_has_not_changed_is_opened_without_being_read_again()
    {
        Fill();
        var (first, second) = (new RecordingPreparation(), new RecordingPreparation());
        using var one = Open(first);

        using var two = Open(second);

        Assert.Equal(["begin 20", "done 20"], first.Told);
        Assert.Empty(second.Told);
        Assert.Equal(one.Sha256(false), two.Sha256(false));
    }

    [Fact]
    public void Another_file_time_or_term_is_another_cache_of_which_a_few_are_kept()
    {
        Fill();
        Open().Dispose();
        File.SetLastWriteTimeUtc(_temp.File("03.png"), DateTime.UnixEpoch);
        Assert.NotEmpty(Made(Terms));
        Write("03.png", 99);
        Assert.NotEmpty(Made(Terms));
        foreach (var terms in (ImageTerms[])[Terms with { Height = 3 }, Terms with { Width = 4 },
            Terms with { Fit = ImageFit.Pad }, Terms with { Background = new Rgb(0, 0, 0) }])
        {
            Assert.NotEmpty(Made(terms));
            Assert.Empty(Made(terms));
        }

        Assert.Equal(4, Directory.GetFiles(_cache.Path, "*.images").Length);
        Assert.Empty(Directory.GetFiles(_cache.Path, "*.partial"));
    }

    [Fact]
    public void A_damaged_cache_is_made_again()
    {
        Fill();
        string digest;
        using (var images = Open())
        {
            digest = images.Sha256(true);
        }

        var file = Directory.GetFiles(_cache.Path, "*.images").Single();
        var whole = File.ReadAllBytes(file);
        foreach (var spoilt in (byte[][])[[], whole[..100], whole[..^1], [.. whole, 0], Changed(whole, 3), Changed(whole, 8),
            Changed(whole, 14), Changed(whole, 18), Changed(whole, 30), Changed(whole, whole.Length - 9)])
        {
            File.WriteAllBytes(file, spoilt);
            Assert.NotEmpty(Made(Terms));
            using var again = Open();
            Assert.Equal(digest, again.Sha256(true));
            Assert.Equal(whole, File.ReadAllBytes(file));
        }
    }

    [Fact]
    public void Broken_off_it_leaves_nothing_and_is_made_again()
    {
        Fill();
        using var stop = new CancellationTokenSource();
        var told = new RecordingPreparation { OnBegun = stop.Cancel };

        Assert.ThrowsAny<OperationCanceledException>(() => ImageCache.Open(_temp.Path, Terms, _cache.Path, told, stop.Token));

        Assert.Empty(Directory.GetFiles(_cache.Path, "*.partial"));
        Assert.Empty(Directory.GetFiles(_cache.Path, "*.images"));
        Assert.NotEmpty(Made(Terms));
    }

    [Fact]
    public void What_a_killed_process_left_goes_with_the_next_cache_that_is_made()
    {
        Fill();
        Open().Dispose();
        var left = Directory.GetFiles(_cache.Path, "*.images").Single() + ".0123.partial";
        File.WriteAllText(left, "");
        Assert.Empty(Made(Terms));
        Assert.True(File.Exists(left));

        Assert.NotEmpty(Made(Terms with { Width = 9 }));

        Assert.False(File.Exists(left));
    }

    [Fact]
    public void Many_at_once_end_with_one_cache_that_one_of_them_made()
    {
        Fill();
        var told = Enumerable.Range(0, 4).Select(_ => new RecordingPreparation()).ToArray();

        var digests = told.AsParallel().WithDegreeOfParallelism(4).Select(one =>
        {
            using var images = Open(one);
            return images.Sha256(false);
        }).ToList();

        Assert.Single(digests.Distinct());
        Assert.Single(told, one => one.Told.Contains("begin 20"));
        Assert.Single(Directory.GetFiles(_cache.Path, "*.images"));
    }

    [Fact]
    public void Of_images_that_cannot_be_read_the_first_is_named_and_all_are_counted()
    {
        Fill();
        File.WriteAllBytes(_temp.File("07.png"), File.ReadAllBytes(_temp.File("07.png"))[..50]);
        File.WriteAllText(_temp.File("11.jpg"), "no image");
        File.WriteAllBytes(_temp.File("12.gif"), []);

        var error = Assert.Throws<UserInputException>(() => Open()).Message;

        Assert.Equal($"'{_temp.File("07.png")}' is truncated: replace it with a whole copy "
            + "(3 of 22 images can't be used: 'data check' lists them)", error);
        Assert.Empty(Directory.GetFiles(_cache.Path, "*.partial"));
        Assert.Equal(
            [
                $"'{_temp.File("07.png")}' is truncated: replace it with a whole copy",
                $"'{_temp.File("11.jpg")}' is no image (PNG, JPEG, WebP, GIF or BMP): replace it or take it away",
                $"'{_temp.File("12.gif")}' is empty: replace it or take it away",
            ],
            FolderReport.Of(_temp.Path).Broken);
    }

    [Fact]
    public void Grey_images_alone_have_one_channel_and_one_in_colour_gives_all_three()
    {
        Fill((value, _) => new PixelImage(3, 2, 1, [value, 1, 2, 3, 4, 5]));
        using (var grey = Open())
        {
            Assert.Equal((1, 20, 0), (grey.Channels, grey.Facts.Grey, grey.Facts.InColour));
            Assert.Equal([4, 1, 2, 3, 4, 5], grey.Pixels(ImageSplit.Train, 4).ToArray());
            Assert.Equal([19, 1, 2, 3, 4, 5], grey.Pixels(ImageSplit.HeldOut, 1).ToArray());
            Assert.Equal(["20 images (20 PNG) of 3 x 2 pixels, grey"], grey.Facts.Lines());
        }

        Write("04.png", 4);
        using var mixed = Open();
        Assert.Equal((3, 19, 1), (mixed.Channels, mixed.Facts.Grey, mixed.Facts.InColour));
        Assert.Equal([5, 1, 2, 3, 4, 5, 5, 1, 2, 3, 4, 5, 5, 1, 2, 3, 4, 5], mixed.Pixels(ImageSplit.Train, 5).ToArray());
        Assert.Equal(["20 images (20 PNG) of 3 x 2 pixels, 1 in colour and 19 grey"], mixed.Facts.Lines());
    }

    [Fact]
    public void A_cache_folder_that_is_none_is_told()
    {
        Fill();
        File.WriteAllText(_cache.File("file"), "");

        var error = Assert.Throws<UserInputException>(
            () => ImageCache.Open(_temp.Path, Terms, _cache.File("file"), new SilentPreparation(), default)).Message;

        Assert.StartsWith($"'{_cache.File("file")}' can't hold the prepared images (", error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_source_gives_pixels_as_values_and_the_digest_as_it_was_taken()
    {
        Fill();
        using var images = Open();
        var source = new PreparedSource(images, ImageSplit.Train, position => position + 1);
        var sample = new float[18];

        source.Copy(source.IndexAt(3), sample);

        Assert.Equal((18, 18), (source.Count, source.ValuesPerSample));
        Assert.Equal([3L, 2, 3], source.Shape);
        Assert.Equal([(4 / 127.5f) - 1, (5 / 127.5f) - 1, -1], new[] { sample[0], sample[6], sample[12] });
        Assert.Equal(images.Sha256(true), DataDigest.Of("any", true, source));
        Assert.NotEqual(images.Sha256(true), images.Sha256(false));
    }

    private static byte[] Changed(byte[] file, int at) => [.. file[..at], (byte)(file[at] ^ 1), .. file[(at + 1)..]];

    private PreparedImages Open(IPreparation? progress = null) =>
        ImageCache.Open(_temp.Path, Terms, _cache.Path, progress ?? new SilentPreparation(), CancellationToken.None);

    /// <summary>What was told while it was opened: nothing, unless it was made.</summary>
    private List<string> Made(ImageTerms terms)
    {
        var told = new RecordingPreparation();
        ImageCache.Open(_temp.Path, terms, _cache.Path, told, CancellationToken.None).Dispose();
        return told.Told;
    }

    private void Fill(Func<byte, int, PixelImage>? image = null)
    {
        for (var i = 0; i < 20; i++)
        {
            Png.Write(_temp.File($"{i:D2}.png"), (image ?? Coloured)((byte)i, i));
        }
    }

    private static PixelImage Coloured(byte value, int i) =>
        new(3, 2, 3, [.. Enumerable.Range(0, 6).SelectMany(_ => new byte[] { value, (byte)(value + 1), 0 })]);

    private void Write(string name, byte value)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_temp.File(name))!);
        Png.Write(_temp.File(name), Coloured(value, 0));
    }

    private sealed class RecordingPreparation : IPreparation
    {
        public List<string> Told { get; } = [];

        public Action? OnBegun { get; init; }

        public void OnBegin(string folder, int images)
        {
            Told.Add($"begin {images}");
            OnBegun?.Invoke();
        }

        public void OnProgress(PreparationProgress progress)
        {
            if (progress.Done == progress.Images)
            {
                Told.Add($"done {progress.Done}");
            }
        }
    }
}
