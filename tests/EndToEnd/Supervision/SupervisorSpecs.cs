using System.Diagnostics;
using GanCluster.Core;
using GanCluster.EndToEnd.Tests.Commands;
using GanCluster.EndToEnd.Tests.Runs;
using GanCluster.Node.Options;
using GanCluster.Node.Supervision;

namespace GanCluster.EndToEnd.Tests.Supervision;

public sealed class SupervisorSpecs
{
    private const string Listening = "echo listening 127.0.0.1:5; ";
    private const string Forever = "exec sleep 60";

    // A shell waits for its foreground command before it runs a trap, so the command is in the background.
    private const string DrainsOnTerm =
        "sleep 60 >/dev/null & s=$!; trap 'kill $s; echo drained; exit 0' TERM; ";

    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Long = Shells.Deadline;

    [Fact]
    public async Task What_the_coordinator_prints_is_handed_on_and_its_exit_code_is_the_run_s()
    {
        using var shells = new Shells(Listening + "echo one; echo '{\"two\":2}'; exit 7", "exit 0", "exit 0");

        Assert.Equal(7, await shells.Run());

        Assert.Equal("one\n{\"two\":2}\n", shells.Output);
        Assert.Empty(shells.Error);
    }

    [Fact]
    public async Task Workers_start_with_the_coordinator_and_are_told_where_it_listens()
    {
        using var folder = new TemporaryFolder();
        var started = folder.Below("started");
        const string Told = "read at; echo told $at";
        using var shells = new Shells(
            $"until [ -e {started} ]; do sleep 0.02; done; {Listening}", $": > {started}; {Told}", Told);
        shells.Options = shells.Options with
        {
            WorkersPerNode = 3,
            Run = shells.Options.Run with { Seed = 4, Settings = ["batch=8"] },
        };

        await shells.Run();

        Assert.Equal("told 127.0.0.1:5\ntold 127.0.0.1:5\n", shells.Error);

        Assert.Equal(
            [
                "coordinator ring8 --port=0 --workers=6 --join-timeout=60 --seed=4 --set=batch=8",
                "worker --join=- --devices=cpu:3 --run=ring8 --seed=4 --set=batch=8",
                "worker --join=- --devices=cpu:3 --run=ring8 --seed=4 --set=batch=8",
            ],
            shells.Commands);
    }

    [Fact]
    public async Task A_worker_s_output_does_not_mix_with_the_run_s()
    {
        using var shells = new Shells(Listening + "read wait", "echo hello; exit 3") { Times = new(Long, Short, Long, Long) };

        await shells.Run();

        Assert.Empty(shells.Output);
        Assert.Contains("hello\n", shells.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("exit 2", 2, "")]
    [InlineData("echo nothing to do; exit 0", 0, "nothing to do\n")]
    public async Task A_coordinator_that_ends_before_it_listens_leaves_no_workers(string script, int code, string output)
    {
        using var shells = new Shells(script, "echo a word of the worker's; " + Forever);

        Assert.Equal(code, await shells.Run());

        Assert.Equal((output, ""), (shells.Output, shells.Error));
    }

    [Fact]
    public async Task A_coordinator_that_does_not_listen_in_time_is_given_up()
    {
        using var shells = new Shells(Forever, Forever) { Times = new(Short, Long, Long, Long) };

        Assert.Equal(1, await shells.Run());

        Assert.Equal("the coordinator did not listen within 0 s\n", shells.Error);
    }

    [Fact]
    public async Task A_worker_that_dies_early_is_told_and_the_run_goes_on()
    {
        using var folder = new TemporaryFolder();
        var told = folder.Below("told");
        using var shells = new Shells(
            Listening + $"until [ -e {told} ]; do sleep 0.02; done; echo done", "kill -9 $$", Forever)
        {
            Times = new(Long, Short, Short, Short),
        };

        var run = shells.Run();
        await NodeProcess.Until(
            () => shells.Error.Contains("worker node 1 (process ", StringComparison.Ordinal), "the note of the dead worker");
        File.Create(told).Dispose();

        Assert.Equal(0, await run);
        Assert.Equal("done\n", shells.Output);
        Assert.EndsWith(") ended early with exit code 137\n", shells.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_any_worker_left_the_run_fails_in_one_line()
    {
        using var shells = new Shells(Listening + Forever, "exit 1", "kill -9 $$") { Times = new(Long, Short, Long, Long) };

        Assert.Equal(1, await shells.Run());

        var lines = shells.Error.TrimEnd().Split('\n');
        Assert.Contains(lines, line => line.StartsWith("worker node 1 (process ", StringComparison.Ordinal)
            && line.EndsWith(") ended early with exit code 1", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.EndsWith(") ended early with exit code 137", StringComparison.Ordinal));
        Assert.StartsWith("all worker nodes have ended before the run was done", lines[^1], StringComparison.Ordinal);
        Assert.Equal(3, lines.Length);
    }

    [Fact]
    public async Task What_ends_a_worker_s_process_is_told_once_and_ends_the_run()
    {
        const string Ended = "echo started; echo ended by generator G: its forward ended the process; exit 1";

        // It stays until both workers have ended: by then all that they said is told.
        using var shells = new Shells("trap '' TERM; " + Listening + Forever, Ended, Ended) { Times = new(Long, Long, Long, Long) };

        Assert.Equal(1, await shells.Run());

        var lines = shells.Error.TrimEnd().Split('\n');
        Assert.Equal("generator G: its forward ended the process", lines[^1]);
        Assert.Single(lines, line => line.Contains("generator G", StringComparison.Ordinal));
        Assert.Equal(2, lines.Count(line => line == "started"));
    }

    [Fact]
    public async Task A_worker_whose_networks_end_it_takes_the_others_along()
    {
        using var shells = new Shells(
            DrainsOnTerm + Listening + "wait", "echo ended by generator G: its forward ended the process; exit 1", Forever)
        {
            Times = new(Long, Long, Long, Long),
        };

        Assert.Equal(1, await shells.Run());

        Assert.Equal("drained\n", shells.Output);
        Assert.EndsWith("generator G: its forward ended the process\n", shells.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_coordinator_that_will_not_end_without_workers_is_killed()
    {
        using var shells = new Shells(Listening + "trap '' TERM; " + Forever, "exit 1")
        {
            Times = new(Long, Short, Short, Short),
        };

        Assert.Equal(1, await shells.Run());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    public async Task Workers_that_ended_in_order_leave_the_coordinator_its_time(int code)
    {
        // It is told to end after Alone, and takes longer than Ending for its last work.
        using var shells = new Shells(
            DrainsOnTerm.Replace("echo drained", "sleep 0.5; echo drained", StringComparison.Ordinal) + Listening + "wait",
            $"exit {code}")
        {
            Times = new(Long, Short, Short, Short),
        };

        Assert.Equal(0, await shells.Run());

        Assert.Equal(("drained\n", ""), (shells.Output, shells.Error));
    }

    [Fact]
    public async Task A_stop_asks_the_coordinator_alone_and_waits_for_it()
    {
        using var folder = new TemporaryFolder();
        using var stop = new CancellationTokenSource();
        var ready = folder.Below("ready");
        using var run = new Shells(DrainsOnTerm + Listening + "wait", $"read at; : > {ready}; {Forever}")
        {
            Times = new(Long, Long, Short, Short),
        };

        var running = run.Run(stop.Token);
        await NodeProcess.Until(() => File.Exists(ready), "the worker node");
        await stop.CancelAsync();

        Assert.Equal(0, await running);
        Assert.Equal("drained\n", run.Output);
    }

    [Fact]
    public async Task A_stop_before_the_coordinator_can_drain_is_a_stop_all_the_same()
    {
        using var stop = new CancellationTokenSource();
        await stop.CancelAsync();

        using var shells = new Shells(Forever, Forever);

        Assert.Equal(0, await shells.Run(stop.Token));
        Assert.Single(shells.Commands);
    }

    [Fact]
    public async Task A_stop_before_the_coordinator_listens_tells_no_worker()
    {
        using var folder = new TemporaryFolder();
        using var stop = new CancellationTokenSource();
        var (ready, told, heard) = (folder.Below("ready"), folder.Below("told"), folder.Below("heard"));
        using var shells = new Shells(
            $"trap : TERM; : > {ready}; until [ -e {told} ]; do sleep 0.02; done; {Listening} echo ended", $"read at && : > {heard}");

        var running = shells.Run(stop.Token);
        await NodeProcess.Until(() => File.Exists(ready), "the coordinator");
        await stop.CancelAsync();
        File.Create(told).Dispose();

        Assert.Equal(0, await running);
        Assert.Equal("ended\n", shells.Output);
        Assert.False(File.Exists(heard));
    }

    [Fact]
    public async Task A_node_that_outlives_the_run_is_killed()
    {
        using var shells = new Shells(Listening, Forever, "trap '' TERM; " + Forever) { Times = new(Long, Long, Short, Short) };

        Assert.Equal(0, await shells.Run());
    }

    [Fact]
    public async Task Workers_do_not_wait_for_a_coordinator_that_was_killed()
    {
        using var shells = new Shells(Listening + "kill -9 $$", Forever);

        Assert.Equal(1, await shells.Run());
        Assert.EndsWith(
            "the coordinator was killed (exit code 137); --resume goes on from the last checkpoint\n",
            shells.Error,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_node_holds_no_other_node_s_pipe_open()
    {
        using var first = ChildNode.Start("first", new ProcessStartInfo("sleep", "60"));
        using var second = ChildNode.Start("second", new ProcessStartInfo("ls", "-l /proc/self/fd"));
        var pipe = File.ResolveLinkTarget($"/proc/{first.Id}/fd/0", returnFinalTarget: false)!.Name;

        var held = await second.Output.ReadToEndAsync();

        Assert.StartsWith("pipe:[", pipe, StringComparison.Ordinal);
        Assert.Contains("pipe:[", held, StringComparison.Ordinal);
        Assert.DoesNotContain(pipe, held, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_node_is_this_executable()
    {
        using var node = ChildNode.Start("node", ["--version"]);

        Assert.Equal("gancluster 0.1.0", await node.Output.ReadLineAsync());
        Assert.Equal(0, await node.Exit.WaitAsync(Long));
    }

    [Fact]
    public async Task All_of_train_s_options_reach_the_coordinator()
    {
        using var all = new Shells("exit 0", Forever, Forever)
        {
            Options = new TrainOptions(
                new RunOptions(
                    "my.json", 5, 0.5, 64, ulong.MaxValue, "-odd", true, ["batch=8", "optimizer.beta1=0"], true,
                    new HttpChoice(new Endpoint("127.0.0.1", 0))),
                Nodes: 2,
                WorkersPerNode: 2),
        };

        await all.Run();

        Assert.Equal(
            "coordinator my.json --port=0 --workers=4 --join-timeout=60 --steps=5 --seconds=0.5 --images=64 "
            + "--seed=18446744073709551615 --out=-odd --http=127.0.0.1:0 --set=batch=8 --set=optimizer.beta1=0 --resume --json",
            all.Commands.First());
    }
}
