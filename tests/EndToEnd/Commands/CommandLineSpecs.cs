using GanCluster.Core;
using GanCluster.Node.Commands;
using GanCluster.Node.Frontier;
using GanCluster.Node.Options;
using GanCluster.Node.Quality;
using GanCluster.Node.Throughput;

namespace GanCluster.EndToEnd.Tests.Commands;

public class CommandLineSpecs
{
    [Fact]
    public void Train_with_only_a_run_has_the_defaults()
    {
        var train = Invocation.Options<TrainOptions>("train ring8");

        Assert.Equal(
            new TrainOptions(new RunOptions("ring8", null, null, null, null, null, false, train.Run.Settings, false), 2, 1), train);
        Assert.Empty(train.Run.Settings);
    }

    [Fact]
    public void Train_takes_every_option_in_any_order()
    {
        var train = Invocation.Options<TrainOptions>(
            "train --nodes 2 --workers-per-node 3 --steps 1e3 --seed 18446744073709551615 --set batch=8 "
            + "my.json --out here --resume --json --set optimizer.beta1=0");

        Assert.Equal(["batch=8", "optimizer.beta1=0"], train.Run.Settings);
        Assert.Equal(
            new TrainOptions(
                new RunOptions("my.json", 1000, null, null, ulong.MaxValue, "here", true, train.Run.Settings, true), 2, 3),
            train);
    }

    [Theory]
    [InlineData("train ring8 --seconds 1.5")]
    [InlineData("train ring8 --images 64")]
    [InlineData("train ring8 --steps=5")]
    public void One_limit_is_enough(string arguments)
    {
        var train = Invocation.Options<TrainOptions>(arguments);

        Assert.Equal(
            arguments.Split(' ')[2],
            train.Run switch
            {
                { Seconds: 1.5 } => "--seconds",
                { Images: 64 } => "--images",
                { Steps: 5 } => "--steps=5",
                _ => "none",
            });
    }

    public static TheoryData<string, object> OtherCommands => new()
    {
        { "sample --run DIR", new SampleOptions("DIR", 64, 1, null, null) },
        { "sample --run DIR --count 5 --seed 7 --out a.png --npy b.npy", new SampleOptions("DIR", 5, 7, "a.png", "b.npy") },
        { "sample --run DIR --gif w.gif --label 3", new SampleOptions("DIR", 64, 1, null, null, "w.gif", "3") },
        { "sample --run DIR --step 9 --first 3 --truncation 1", new SampleOptions("DIR", 64, 1, null, null, null, null, 1, 3, 9) },
        {
            "evaluate --run DIR --step 9 --truncation 0.5",
            new EvaluateOptions(new ImageQuestion("DIR", null, null, 1, null, null, 0.5, 9), false)
        },
        { "doctor", new DoctorOptions(false) },
        { "doctor --json", new DoctorOptions(true) },
        { "runs", new RunsOptions(false) },
        { "runs --json", new RunsOptions(true) },
        { "completion bash", new CompletionOptions("bash") },
        { "init faces", new InitOptions("faces") },
        { "status", new StatusOptions(null, false) },
        { "status --run DIR --json", new StatusOptions("DIR", true) },
        { "status --watch", new StatusOptions(null, false, Watch: true) },
        { "stop", new StopOptions(null) },
        { "stop --run DIR", new StopOptions("DIR") },
        { "upscale --run DIR", new UpscaleOptions("DIR", 64, null, null) },
        { "upscale --run DIR --count 5 --out a.png --npy b.npy", new UpscaleOptions("DIR", 5, "a.png", "b.npy") },
        { "upscale --run DIR a.jpg b.png", new UpscaleOptions("DIR", 64, null, null, new UpscaledFile("a.jpg", "b.png")) },
        { "simulate", new SimulateOptions(500, 9, null, false) },
        { "simulate --seeds 20 --workers 3 --seed 7 --json", new SimulateOptions(20, 3, 7, true) },
        { "certificate", new CertificateOptions("gancluster.pfx") },
        { "certificate --out a.pfx", new CertificateOptions("a.pfx") },
        { "demo", new DemoOptions(null, null) },
        { "demo --seconds 20 --out DIR", new DemoOptions(20, "DIR") },
    };

    [Theory]
    [MemberData(nameof(OtherCommands))]
    public void A_verb_makes_options_of_its_arguments<T>(string arguments, T options)
    {
        Assert.Equal(options, Invocation.Options<T>(arguments));
    }

    [Fact]
    public void The_demo_is_a_run_over_two_worker_nodes()
    {
        var demo = DemoCommand.Training(new DemoOptions(20, "DIR"));

        Assert.Equal((2, 1), (demo.Nodes, demo.WorkersPerNode));
        Assert.Equal(("fashion-dcgan", 20, "DIR", false), (demo.Run.Run, demo.Run.Seconds, demo.Run.Out, demo.Run.Json));
        Assert.Contains("network.width=32", demo.Run.Settings);
        Assert.Equal((115, null), (DemoCommand.Training(new DemoOptions(null, null)).Run.Seconds, demo.Run.Steps));
    }

    [Theory]
    [InlineData("train ring8 --devices cpu:2", true)]
    [InlineData("train ring8 --devices cpu:2 --nodes 2", false)]
    [InlineData("train ring8", false)]
    public void The_number_of_nodes_may_follow_from_devices_where_it_is_not_given(string arguments, bool open)
    {
        var train = Invocation.Options<TrainOptions>(arguments);
        Assert.Equal((open, 2), (train.NodesAreOpen, train.Nodes));
        var bench = Invocation.Options<BenchTrainOptions>(arguments.Replace("train ring8", "bench train --run ring8", StringComparison.Ordinal));
        Assert.Equal(open, bench.Question.NodesAreOpen);
        Assert.Equal(train.Devices?.Named, bench.Question.Devices?.Named);
    }

    [Fact]
    public void Bench_train_takes_its_run_as_an_option()
    {
        var bench = Invocation.Options<BenchTrainOptions>(
            "bench train --run ring8 --nodes 3 --workers-per-node 2 --steps 9 --seed 3 --set batch=8 --http 81 --json");

        var question = bench.Question;
        Assert.Equal(["batch=8"], question.Settings);
        Assert.Equal(
            new BenchTrainOptions(
                new ThroughputQuestion("ring8", 3, 2, 9, 3, question.Settings, new HttpChoice(new Endpoint("127.0.0.1", 81))), true),
            bench);
    }

    [Fact]
    public void Bench_quality_takes_what_its_runs_have_in_common()
    {
        var bench = Invocation.Options<BenchQualityOptions>(
            "bench quality --out DIR --only a --only b --images 64 --count 200 --seed 3 --workers 4");

        Assert.Equal(["a", "b"], bench.Only);
        Assert.Equal(new QualityTerms("DIR", 64, 200, 3, 4), bench.Terms);
        Assert.Equal(new QualityTerms("DIR", null, 10_000, 1, 2), Invocation.Options<BenchQualityOptions>("bench quality --out DIR").Terms);
    }

    [Fact]
    public void Bench_frontier_takes_a_run_and_each_K_once_in_order()
    {
        var bench = Invocation.Options<BenchFrontierOptions>(
            "bench frontier ring8 --every 200,1,20,1 --out DIR --set shards.classes=2 --images 640 --count 200 --seed 3 --workers 2 --json");
        var usual = Invocation.Options<BenchFrontierOptions>("bench frontier ring8 --out DIR");

        Assert.Equal([1, 20, 200], bench.Question.Every);
        Assert.Equal(["shards.classes=2"], bench.Question.Settings);
        Assert.Equal(
            new BenchFrontierOptions(
                new FrontierQuestion("ring8", bench.Question.Every, bench.Question.Settings, 3, 640, 200, 2, "DIR"), Json: true),
            bench);
        Assert.Equal([1, 5, 10, 20, 50, 100, 200], usual.Question.Every);
        Assert.Equal((null, null, 10_000, 1), (usual.Question.Seed, usual.Question.Images, usual.Question.Count, usual.Question.Workers));
    }

    [Theory]
    [InlineData("bench frontier ring8 --out DIR --every 1,0", "--every is '1,0'; it takes whole numbers from 1 to 1000000, as 1,20,200", "gancluster bench frontier --help")]
    [InlineData("", "a command is missing; it is one of train, coordinator", "gancluster --help")]
    [InlineData("trian ring8", "unknown command 'trian'; the nearest is 'train'", "gancluster --help")]
    [InlineData("bench", "a command is missing; it is one of train", "gancluster bench --help")]
    [InlineData("bench trian", "unknown command 'trian'; the nearest is 'train'", "gancluster bench --help")]
    [InlineData("train", "RUN is missing: A name from cluster-config/runs, or a .json file", "gancluster train --help")]
    [InlineData("train ring8 grid25", "unexpected argument 'grid25'", "gancluster train --help")]
    [InlineData("train ring8 --step 5", "unknown option '--step'; the nearest is '--steps'", "gancluster train --help")]
    [InlineData("train --step 5 ring8", "unknown option '--step'; the nearest is '--steps'", "gancluster train --help")]
    [InlineData("train --step=5", "unknown option '--step'; the nearest is '--steps'", "gancluster train --help")]
    [InlineData("--jsn", "unknown option '--jsn'", "gancluster --help")]
    [InlineData("train ring8 --steps", "--steps needs a value", "gancluster train --help")]
    [InlineData("train ring8 --steps many", "--steps is 'many'; it takes a whole number from 1", "gancluster train --help")]
    [InlineData("train ring8 --steps 0", "--steps is '0'; it takes a whole number from 1", "gancluster train --help")]
    [InlineData("train ring8 --steps -5", "--steps is '-5'; it takes a whole number from 1", "gancluster train --help")]
    [InlineData("train ring8 --steps 1.5", "--steps is '1.5'; it takes a whole number", "gancluster train --help")]
    [InlineData("train ring8 --steps 1 --steps 2", "--steps", "gancluster train --help")]
    [InlineData("train ring8 --seconds 0", "--seconds is '0'; it takes a number above 0", "gancluster train --help")]
    [InlineData("train ring8 --seconds NaN", "--seconds is 'NaN'", "gancluster train --help")]
    [InlineData("train ring8 --images 0", "--images is '0'", "gancluster train --help")]
    [InlineData("train ring8 --seed -1", "--seed is '-1'; it takes a whole number from 0", "gancluster train --help")]
    [InlineData("train ring8 --workers-per-node 0", "--workers-per-node is '0'; it takes", "gancluster train --help")]
    [InlineData("train ring8 --nodes -1", "--nodes is '-1'; it takes a whole number from 0", "gancluster train --help")]
    [InlineData("train ring8 --seconds 1e300", "--seconds is '1e300'; it takes a number above 0, at most", "train --help")]
    [InlineData("train ring8 --nodes x", "--nodes is 'x'", "gancluster train --help")]
    [InlineData("train ring8 --devices cpu:2 --workers-per-node 2", "--workers-per-node and --devices exclude each other", "--help")]
    [InlineData("bench train --run ring8 --devices auto --workers-per-node 2", "--devices exclude each other", "--help")]
    [InlineData("train ring8 --steps 1 --seconds 2", "--steps and --seconds exclude each other; give one", "--help")]
    [InlineData("train ring8 --steps 1 --seconds 2 --images 3", "--steps and --seconds and --images exclude", "--help")]
    [InlineData("train ring8 --set", "--set needs a value", "gancluster train --help")]
    [InlineData("sample", "--run needs a value", "gancluster sample --help")]
    [InlineData("sample --run DIR --count 0", "--count is '0'", "gancluster sample --help")]
    [InlineData("upscale --run DIR a.png", "OUT.png is missing: Where it goes", "gancluster upscale --help")]
    [InlineData("upscale --run DIR a.png b.png c.png", "unexpected argument 'c.png'", "gancluster upscale --help")]
    [InlineData("upscale --run DIR a.png b.png --count 5", "--count is for the test images", "gancluster upscale --help")]
    [InlineData("upscale --run DIR a.png b.png --out c.png", "--out is for the test images", "gancluster upscale --help")]
    [InlineData("upscale --run DIR a.png --cuont 5", "unknown option '--cuont'; the nearest is '--count'", "upscale --help")]
    [InlineData("bench train", "--run needs a value", "gancluster bench train --help")]
    [InlineData("simulate --seeds 0", "--seeds is '0'; it takes a whole number from 1", "gancluster simulate --help")]
    [InlineData("simulate --workers 0", "--workers is '0'; it takes a whole number from 1", "gancluster simulate --help")]
    [InlineData("status DIR", "unexpected argument 'DIR'", "gancluster status --help")]
    [InlineData("stop --run", "--run needs a value", "gancluster stop --help")]
    [InlineData("stop --steps", "unknown option '--steps'", "gancluster stop --help")]
    [InlineData("certificate --out=", "--out needs a value", "gancluster certificate --help")]
    [InlineData("demo ring8", "unexpected argument 'ring8'", "gancluster demo --help")]
    [InlineData("doctor --jso", "unknown option '--jso'; the nearest is '--json'", "gancluster doctor --help")]
    public async Task A_command_line_that_cannot_run_is_one_line_with_the_fix(string arguments, string what, string fix)
    {
        var line = (await Invocation.Of(arguments)).Refusal();

        Assert.Contains(what, line, StringComparison.Ordinal);
        Assert.EndsWith(fix + ")", line, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--help", "train <RUN>")]
    [InlineData("-h", "bench")]
    [InlineData("train --help", "--set <key=value>")]
    [InlineData("train --help", "gancluster train <RUN> [options]")]
    [InlineData("bench train --help", "--workers-per-node <W>")]
    [InlineData("sample --help", "--npy <images.npy>")]
    public async Task Help_is_asked_for_and_goes_to_the_output(string arguments, string shown)
    {
        var ran = await Invocation.Of(arguments);

        Assert.Equal(0, ran.Code);
        Assert.Empty(ran.Error);
        Assert.Contains(shown, ran.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_version_is_the_assembly_s()
    {
        var ran = await Invocation.Of("--version");

        Assert.Equal((0, "gancluster 0.1.0"), (ran.Code, ran.Output.TrimEnd()));
    }

    [Fact]
    public async Task A_verb_s_exit_code_is_the_process_s()
    {
        Assert.Equal(7, (await Invocation.Of(_ => Task.FromResult(7))).Code);
    }

    [Fact]
    public async Task Bad_input_that_a_verb_finds_is_its_line_and_2()
    {
        var ran = await Invocation.Of(_ => throw new UserInputException("unknown run 'ring9'"));

        Assert.Equal((2, "unknown run 'ring9'"), (ran.Code, ran.Error.TrimEnd()));
    }

    [Fact]
    public async Task Any_other_failure_is_one_line_and_1()
    {
        var ran = await Invocation.Of(_ => throw new InvalidOperationException("first\nsecond"));

        Assert.Equal(1, ran.Code);
        Assert.Equal(
            "failed: InvalidOperationException: first (GANCLUSTER_TRACE=1 shows where)",
            Assert.Single(ran.Error.TrimEnd().Split('\n')));
    }

    [Fact]
    public void The_trace_is_shown_when_asked_for()
    {
        var thrown = Assert.Throws<InvalidOperationException>(Fail);

        Assert.Contains(nameof(Fail), CommandLine.Failure(thrown, trace: true), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_verb_that_a_stop_cancels_has_stopped_as_told()
    {
        using var stop = new CancellationTokenSource();
        var ran = await Invocation.Of(
            token =>
            {
                stop.Cancel();
                return Task.FromCanceled<int>(token);
            },
            stop.Token);

        Assert.Equal((0, ""), (ran.Code, ran.Error));
    }

    [Fact]
    public async Task A_cancellation_that_nobody_asked_for_is_a_failure()
    {
        Assert.Equal(1, (await Invocation.Of(_ => throw new TaskCanceledException())).Code);
    }

    private static void Fail() => throw new InvalidOperationException("why");
}
