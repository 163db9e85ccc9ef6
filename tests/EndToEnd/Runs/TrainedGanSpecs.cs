using GanCluster.Core;
using GanCluster.EndToEnd.Tests.Commands;
using GanCluster.Node;
using GanCluster.Node.Cluster;
using GanCluster.Node.Commands;
using GanCluster.Node.Options;
using GanCluster.Node.Training;
using GanCluster.Training.Checkpoints;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace GanCluster.EndToEnd.Tests.Runs;

[Collection(RunCollection.Name)]
public sealed class TrainedGanSpecs : IDisposable
{
    private static readonly GanClusterApp App = new GanClusterApp().AddGan("points", run => new Points(run.Latent.Size), run => Linear(2, 1), 2);

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_program_has_its_generator_back_with_the_weights_and_statistics_that_are_sampled()
    {
        var run = Trained();
        using var gan = TrainedGan.Load(run, App);

        var points = Assert.IsType<Points>(gan.Generator);
        Assert.False(points.training);
        var ema = new CheckpointStore(Path.Combine(run, "checkpoints")).Newest().Checkpoint!.Load().Tensors
            .Where(t => t.Name.StartsWith("ema.", StringComparison.Ordinal)).ToDictionary(t => t.Name["ema.".Length..]);
        Assert.Equal(ema.Count, points.named_parameters().Count());
        Assert.All(points.named_parameters(), p => Assert.Equal(ema[p.name].Values.ToArray(), p.parameter.data<float>().ToArray()));

        var npy = _folder.Below("points.npy");
        Assert.Equal(0, (await Ran.Of(App.Parts, "sample", "--run", run, "--seed", "3", "--count", "64", "--npy", npy)).Code);
        using var frozen = no_grad();
        var made = points.call(gan.Latents(3, 0, 64));
        Assert.Equal([64L, 2], made.shape);
        Assert.True(made.equal(gan.Sample(3, 64)).all().item<bool>());

        // Points are written in units of their mixture, and a network's are twice as large as those of ring8.
        Assert.Equal((made / 2).contiguous().bytes.ToArray(), File.ReadAllBytes(npy)[^(64 * 2 * sizeof(float))..]);
        Assert.Equal((4, 0), (gan.Step, gan.Classes));
    }

    [Fact]
    public void A_run_of_a_gan_that_the_program_has_not_added_is_refused()
    {
        var run = Trained();
        var error = Assert.Throws<UserInputException>(() => TrainedGan.Load(run));
        Assert.Contains("'family' is \"points\"", error.Message, StringComparison.Ordinal);
        var other = new GanClusterApp().AddGan("points", r => Linear(r.Latent.Size, 2), r => Linear(2, 1), 2);
        Assert.Contains(
            "has no tensor ema.weight of shape [2, 3]",
            Assert.Throws<CheckpointException>(() => TrainedGan.Load(run, other)).Message,
            StringComparison.Ordinal);
    }

    /// <summary>In this process alone: a trial's process would be a program that has not added it.</summary>
    private string Trained()
    {
        var (run, file) = (_folder.Below("run"), _folder.Write("points.json", """
            { "family": "points", "data": "ring8", "batch": 16, "horizon": 64, "latent": { "size": 3 } }
            """));
        var options = new RunOptions(
            file, Steps: null, Seconds: null, Images: null, Seed: null, run, Resume: false, Settings: [], Json: true,
            HttpChoice.Parse("off"));
        var training = new RunTraining(
            App.Parts, TextWriter.Null, CommandContext.Progress(), TimeProvider.System, (_, _, _, _, _) => null);
        Assert.Equal(0, training.Run(options, workers: 1, HttpChoice.Loopback, new LocalTraining(_ => { }), CancellationToken.None));
        return run;
    }

    private sealed class Points : Module<Tensor, Tensor>
    {
        private readonly Linear _in;
        private readonly BatchNorm1d _norm = BatchNorm1d(4);
        private readonly Linear _out = Linear(4, 2);

        internal Points(long latent)
            : base(nameof(Points))
        {
            _in = Linear(latent, 4);
            RegisterComponents();
        }

        public override Tensor forward(Tensor z) => _out.call(functional.relu(_norm.call(_in.call(z))));
    }
}
