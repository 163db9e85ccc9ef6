using System.Diagnostics;
using System.Globalization;
using GanCluster.EndToEnd.Tests.Commands;
using GanCluster.EndToEnd.Tests.Nodes;
using GanCluster.EndToEnd.Tests.Runs;

namespace GanCluster.EndToEnd.Tests.Supervision;

/// <summary>The real executable as a child node.</summary>
[Collection(NodesCollection.Name)]
public sealed class ParentWatchSpecs : IDisposable
{
    private static readonly Dictionary<string, string> AsChild = new() { ["GANCLUSTER_PARENT_PIPE"] = "1" };
    private static readonly string[] Endless =
    [
        "train", "ring8", "--nodes", "0", "--steps", "1e9", "--json", "--set", "checkpointEvery=2048", "--set", "batch=32",
        "--set", "network.width=32", "--out",
    ];

    private readonly TemporaryFolder _folder = new();

    private string Run => _folder.Below("run");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task It_ends_at_once_with_its_parent_s_end_of_the_pipe()
    {
        using var node = NodeProcess.Start(_folder.Path, AsChild, [.. Endless, Run]);
        await node.Checkpoints(Run, 1);

        node.CloseInput();

        var ran = await node.Exit();
        Assert.Equal((1, ""), (ran.Code, ran.Output));
        Assert.False(File.Exists(Path.Combine(Run, "summary.json")));
    }

    [Fact]
    public async Task Without_the_variable_standard_input_means_nothing()
    {
        using var node = NodeProcess.Start(_folder.Path, new Dictionary<string, string>(), [.. Endless, Run]);
        node.CloseInput();
        await node.Checkpoints(Run, 1);

        node.Signal(NodeProcess.Terminate);

        Assert.Equal(0, (await node.Exit()).Code);
    }

    [Fact]
    public async Task It_leaves_ctrl_c_to_its_parent_and_ends_in_order_on_SIGTERM()
    {
        using var node = NodeProcess.Start(_folder.Path, AsChild, [.. Endless, Run]);
        await node.Checkpoints(Run, 1);
        node.Signal(NodeProcess.Interrupt);
        node.Signal(NodeProcess.Interrupt);
        await node.Checkpoints(Run, 3);

        node.Signal(NodeProcess.Terminate);

        Assert.Equal(0, (await node.Exit()).Whole().Code);
    }

    [Fact]
    public async Task A_parent_killed_with_SIGKILL_takes_it_along()
    {
        // The shell holds the only end of the pipe that could write.
        const string Script = "mkfifo pipe; GANCLUSTER_PARENT_PIPE=1 \"$@\" <pipe >out 2>err & exec 3>pipe; echo $!; wait";
        var start = new ProcessStartInfo("setsid")
        {
            WorkingDirectory = _folder.Path,
            RedirectStandardOutput = true,
            UseShellExecute = false,
        };
        string[] node = [NodeProcess.Host, NodeProcess.Library, .. Endless, Run];
        foreach (var argument in (string[])["sh", "-c", Script, "sh", .. node])
        {
            start.ArgumentList.Add(argument);
        }

        using var parent = Process.Start(start)!;
        var child = int.Parse((await parent.StandardOutput.ReadLineAsync())!, CultureInfo.InvariantCulture);
        await NodeProcess.Until(() => Directory.Exists(Path.Combine(Run, "checkpoints")), "the run has a checkpoint");
        Assert.True(Directory.Exists($"/proc/{child}"));

        parent.Kill();

        await NodeProcess.Until(() => IsGone(child), "the child is gone");
    }

    /// <summary>Whoever inherits it may be slow to ask about it: then it is a zombie.</summary>
    private static bool IsGone(int process)
    {
        try
        {
            return File.ReadAllText($"/proc/{process}/stat").Contains(") Z ", StringComparison.Ordinal);
        }
        catch (IOException)
        {
            return true;
        }
    }
}
