using GanCluster.Core;
using GanCluster.Training.Data.Folders;

namespace GanCluster.Training.Tests.Data.Folders;

public sealed class FolderWalkSpecs : IDisposable
{
    private readonly TempFolder _temp = new();
    private readonly TempFolder _other = new();

    public void Dispose()
    {
        _temp.Dispose();
        _other.Dispose();
    }

    [Fact]
    public void Files_come_in_ordinal_order_of_their_paths_whatever_the_order_they_were_made_in()
    {
        string[] names = ["B.png", "a-b/1.png", "a.png", "a/1.png", "a/10.png", "a/9.png", "a/b/c.png", "ä.png", "é/1.png"];
        foreach (var name in names.Reverse())
        {
            Write(name);
        }

        Assert.Equal(names, Names());
        Assert.Equal(["a", "a-b", "é"], FolderWalk.Of(_temp.Path).Folders);
    }

    [Fact]
    public void What_is_hidden_is_not_seen()
    {
        Write("a.png");
        Write(".b.png");
        Write(".thumbs/c.png");
        Write("d/.DS_Store");
        Directory.CreateSymbolicLink(_temp.File(".e"), _other.Path);

        Assert.Equal(["a.png"], Names());
        Assert.Empty(FolderWalk.Of(_temp.Path).LeftOut);
    }

    [Fact]
    public void Links_to_files_and_folders_are_followed_by_the_links_names()
    {
        Directory.CreateDirectory(_other.File("real/deep"));
        File.WriteAllText(_other.File("real/deep/1.png"), "12345");
        File.WriteAllText(_other.File("2.png"), "1");
        Write("b.png");
        Directory.CreateSymbolicLink(_temp.File("a"), _other.File("real"));
        Directory.CreateSymbolicLink(_other.File("hop"), _other.File("2.png"));
        File.CreateSymbolicLink(_temp.File("c.png"), _other.File("hop"));
        File.SetLastWriteTimeUtc(_other.File("2.png"), DateTime.UnixEpoch);

        var listing = FolderWalk.Of(_temp.Path);

        Assert.Equal(["a/deep/1.png", "b.png", "c.png"], listing.Files.Select(file => file.Name));
        Assert.Equal((5, 1), (listing.Files[0].Length, listing.Files[2].Length));
        Assert.Equal(DateTime.UnixEpoch.Ticks, listing.Files[2].Modified);
        Assert.Equal(["a"], listing.Folders);
    }

    [Fact]
    public void Circles_end_and_second_names_do_not_count_but_the_real_one_does()
    {
        Write("m/1.png");
        Directory.CreateSymbolicLink(_temp.File("a"), _temp.File("m"));
        Directory.CreateSymbolicLink(_temp.File("m/up"), _temp.Path);
        Directory.CreateSymbolicLink(_temp.File("m/higher"), Path.GetDirectoryName(_temp.Path)!);
        Directory.CreateSymbolicLink(_temp.File("self"), _temp.File("self"));
        File.CreateSymbolicLink(_temp.File("m/0.png"), "1.png");
        File.CreateSymbolicLink(_temp.File("gone.png"), "nothing.png");
        Directory.CreateSymbolicLink(_temp.File("x"), _other.Path);
        Directory.CreateSymbolicLink(_temp.File("y"), _other.Path);
        File.WriteAllText(_other.File("2.png"), "");
        Directory.CreateSymbolicLink(_other.File("back"), _temp.Path);

        var listing = FolderWalk.Of(_temp.Path);

        Assert.Equal(["m/1.png", "x/2.png"], listing.Files.Select(file => file.Name));
        const string again = "linked a second time", nowhere = "linked to nowhere";
        Assert.Equal(
            [
                new("a", again), new("gone.png", nowhere), new("m/0.png", again), new("m/higher", again), new("m/up", again),
                new("self", nowhere), new("x/back", again), new("y", again),
            ],
            listing.LeftOut);
    }

    [Fact]
    public void A_folder_reached_by_a_link_is_listed_as_itself()
    {
        Write("c/1.png");
        Directory.CreateSymbolicLink(_other.File("link"), _temp.Path);

        var listing = FolderWalk.Of(_other.File("link"));

        Assert.Equal(FolderWalk.Of(_temp.Path).Files, listing.Files);
        Assert.Equal(["c/1.png"], listing.Files.Select(file => file.Name));
        Assert.True(File.Exists(listing.PathOf("c/1.png")));
    }

    [Fact]
    public void A_folder_that_is_not_there_is_refused() =>
        Assert.StartsWith(
            $"'{_temp.File("no")}' can't be read (",
            Assert.Throws<UserInputException>(() => FolderWalk.Of(_temp.File("no"))).Message,
            StringComparison.Ordinal);

    private IEnumerable<string> Names() => FolderWalk.Of(_temp.Path).Files.Select(file => file.Name);

    private void Write(string name)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_temp.File(name))!);
        File.WriteAllText(_temp.File(name), "");
    }
}
