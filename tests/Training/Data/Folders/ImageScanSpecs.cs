using System.Diagnostics;
using GanCluster.Training.Data;
using GanCluster.Training.Images;

namespace GanCluster.Training.Tests.Data.Folders;

/// <summary>What is an image and what is left out, over real files.</summary>
public sealed class ImageScanSpecs : IDisposable
{
    private readonly TempFolder _temp = new();

    public ImageScanSpecs()
    {
        for (var i = 0; i < 10; i++)
        {
            Png.Write(_temp.File($"{i}.png"), new PixelImage(2 + i, 1, 1, new byte[2 + i]));
        }
    }

    public void Dispose() => _temp.Dispose();

    [Fact]
    public void Content_tells_an_image_whatever_its_name()
    {
        File.Move(_temp.File("1.png"), _temp.File("1.jpg"));
        File.Move(_temp.File("2.png"), _temp.File("2"));
        File.Move(_temp.File("3.png"), _temp.File("3.txt"));

        var report = FolderReport.Of(_temp.Path);

        Assert.Equal((10, 9, 1), (report.Facts.Images, report.Train, report.HeldOut));
        Assert.Empty(report.Broken);
        Assert.Equal(["10 images (10 PNG) of 2 x 1 to 11 x 1 pixels, grey"], report.Facts.Lines());
    }

    [Fact]
    public void What_is_left_out_is_counted_in_a_line_and_listed_in_the_report()
    {
        foreach (var name in (string[])["notes.txt", "labels.TXT", "photo.tiff", "README", "Thumbs.db", "more.txt"])
        {
            File.WriteAllText(_temp.File(name), "BM");
        }

        File.CreateSymbolicLink(_temp.File("again.png"), "1.png");

        var report = FolderReport.Of(_temp.Path);

        Assert.Equal(
            "left out: 3 .txt, 1 .db, 1 .tiff, 1 linked a second time, 1 without an ending",
            report.Facts.Lines().Last());
        Assert.Equal(
            ["README", "Thumbs.db", "again.png", "labels.TXT", "more.txt", "notes.txt", "photo.tiff"],
            report.LeftOut.Select(one => one.Name));
    }

    [Fact]
    public void A_pipe_is_not_waited_for()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        using var made = Process.Start("mkfifo", [_temp.File("pipe"), _temp.File("pipe.png")]);
        Assert.True(made.WaitForExit(TimeSpan.FromSeconds(30)), "mkfifo did not end");

        var report = FolderReport.Of(_temp.Path);

        Assert.Equal(["pipe"], report.LeftOut.Select(one => one.Name));
        Assert.Equal([$"'{_temp.File("pipe.png")}' is empty: replace it or take it away"], report.Broken);
    }
}
