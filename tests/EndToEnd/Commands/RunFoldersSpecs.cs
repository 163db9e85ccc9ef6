using GanCluster.Core;
using GanCluster.Node.Native;
using GanCluster.Node.Runs;

namespace GanCluster.EndToEnd.Tests.Commands;

public sealed class RunFoldersSpecs : IDisposable
{
    private const string StoppedEarly = """{ "images": 64, "configuration": { "horizon": 1000 } }""";
    private const string Finished = """{ "images": 1024, "configuration": { "horizon": 1000 } }""";

    private readonly TemporaryFolder _here = new();
    private readonly RunFolders _folders;

    public RunFoldersSpecs()
    {
        _folders = new RunFolders(_here.Below("runs"));
    }

    [Fact]
    public void The_first_run_is_number_one()
    {
        using var folder = _folders.Create(null, "ring8", 1);

        Assert.Equal(_here.Below("runs", "0001-ring8-seed1"), folder.Path);
        Assert.True(Directory.Exists(folder.Path));
    }

    [Fact]
    public void The_next_number_follows_the_highest_whatever_its_run()
    {
        Directory.CreateDirectory(_here.Below("runs", "0041-fashion-dcgan-seed2"));
        Directory.CreateDirectory(_here.Below("runs", "0007-ring8-seed1"));
        Directory.CreateDirectory(_here.Below("runs", "notes"));

        using var folder = _folders.Create(null, "ring8", 1);

        Assert.Equal("0042-ring8-seed1", Path.GetFileName(folder.Path));
    }

    [Fact]
    public void A_closed_folder_keeps_nothing_of_the_trial()
    {
        var folder = _folders.Create(_here.Below("out"), "ring8", 1);
        folder.Dispose();

        Assert.Empty(Directory.EnumerateFileSystemEntries(folder.Path));
    }

    [Theory]
    [InlineData("summary.json")]
    [InlineData("run.db")]
    [InlineData("checkpoints/000001.safetensors")]
    public void A_folder_that_holds_a_run_is_refused_and_left_alone(string file)
    {
        var before = _here.Write("out/" + file, "kept");

        var error = Assert.Throws<UserInputException>(() => _folders.Create(_here.Below("out"), "ring8", 1)).Message;

        Assert.Contains("holds a run already", error, StringComparison.Ordinal);
        Assert.Contains("--resume", error, StringComparison.Ordinal);
        Assert.Contains("--out", error, StringComparison.Ordinal);
        Assert.Equal("kept", File.ReadAllText(before));
    }

    [Fact]
    public void A_folder_with_other_files_is_taken()
    {
        _here.Write("out/notes.txt", "mine");

        using var folder = _folders.Create(_here.Below("out"), "ring8", 1);

        Assert.Equal(_here.Below("out"), folder.Path);
    }

    [Theory]
    [InlineData("file")]
    [InlineData("file/below")]
    public void A_file_is_not_a_folder(string path)
    {
        _here.Write("file", "kept");

        var error = Assert.Throws<UserInputException>(() => _folders.Create(_here.Below(path.Split('/')), "ring8", 1)).Message;

        Assert.Contains("file' is a file, not a folder", error, StringComparison.Ordinal);
        Assert.Contains("choose another --out", error, StringComparison.Ordinal);
        Assert.Equal("kept", File.ReadAllText(_here.Below("file")));
    }

    [Fact]
    public void A_folder_that_cannot_be_made_leaves_nothing_behind()
    {
        var tooLong = _here.Below("made", "too", new string('x', 300));

        var error = Assert.Throws<UserInputException>(() => _folders.Create(tooLong, "ring8", 1)).Message;

        Assert.Contains("can't write to", error, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error);
        Assert.False(Directory.Exists(_here.Below("made")));
    }

    [Fact]
    public void Two_processes_do_not_share_a_folder()
    {
        using var first = _folders.Create(_here.Below("out"), "ring8", 1);

        var error = Assert.Throws<UserInputException>(() => _folders.Create(_here.Below("out"), "ring8", 1)).Message;

        Assert.Contains("another process is training in", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(28, "the disk is full")]
    [InlineData(30, "the file system is read-only")]
    [InlineData(122, "the disk quota is used up")]
    public void A_disk_s_refusal_is_told_in_words(int errno, string words)
    {
        Assert.Equal(words, DiskErrors.Reason(new IOException("No such luck : '/a/b'", errno)));
    }

    [Fact]
    public void Resume_takes_the_newest_unfinished_folder_of_the_run()
    {
        _here.Write("runs/0001-ring8-seed1/summary.json", StoppedEarly);
        _here.Write("runs/0002-ring8-seed1/run.db", "");
        _here.Write("runs/0003-ring8-seed2/summary.json", Finished);
        _here.Write("runs/0004-grid25-seed1/summary.json", StoppedEarly);
        _here.Write("runs/0005-my-ring8-seed1/summary.json", StoppedEarly);
        Directory.CreateDirectory(_here.Below("runs", "0006-ring8-seed1"));

        using var folder = _folders.Resume(null, "ring8", null);

        Assert.Equal("0002-ring8-seed1", Path.GetFileName(folder.Path));
    }

    [Fact]
    public void Resume_with_a_seed_takes_a_folder_of_that_seed()
    {
        _here.Write("runs/0001-ring8-seed1/summary.json", StoppedEarly);
        _here.Write("runs/0002-ring8-seed11/summary.json", StoppedEarly);

        using var folder = _folders.Resume(null, "ring8", 1);

        Assert.Equal("0001-ring8-seed1", Path.GetFileName(folder.Path));
    }

    [Fact]
    public void Ten_thousand_runs_are_still_in_order()
    {
        _here.Write("runs/9999-ring8-seed1/run.db", "");
        _here.Write("runs/10000-ring8-seed1/run.db", "");

        Assert.Equal(["9999-ring8-seed1", "10000-ring8-seed1"], _folders.All.Select(path => Path.GetFileName(path)));
    }

    [Fact]
    public void There_is_nothing_to_resume_where_no_run_is()
    {
        _here.Write("runs/0003-ring8-seed1/summary.json", Finished);

        var none = Assert.Throws<UserInputException>(() => _folders.Resume(null, "ring8", null)).Message;
        var empty = Assert.Throws<UserInputException>(() => _folders.Resume(_here.Below("out"), "ring8", null)).Message;

        Assert.Contains("no unfinished run of 'ring8'", none, StringComparison.Ordinal);
        Assert.Contains("holds no run to resume", empty, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_here.Below("out")));
    }

    [Theory]
    [InlineData(Finished, true)]
    [InlineData(StoppedEarly, false)]
    [InlineData("{}", false)]
    [InlineData("{ \"images\": \"many\" }", false)]
    [InlineData("half a fi", false)]
    public void A_run_is_finished_when_its_summary_says_that_the_horizon_was_reached(string summary, bool finished)
    {
        _here.Write("out/summary.json", summary);

        Assert.Equal(finished, RunFolders.IsFinished(_here.Below("out")));
    }

    public void Dispose() => _here.Dispose();
}
