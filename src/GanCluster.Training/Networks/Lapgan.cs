using GanCluster.Core.Runs;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace GanCluster.Training.Networks;

/// <summary>
/// LAPGAN (Denton et al., 2015): a pair of perceptrons for the coarsest image, of 7 x 7 or 8 x 8, and a convolutional pair for each
/// octave above. The perceptrons are eight times as wide as the convolutions.
/// </summary>
internal sealed class Lapgan : IFamily
{
    private const int LargestCoarsest = 8;

    public IReadOnlyList<long> Shape(RunConfiguration run) => SampleShape.Of(run.Image);

    /// <summary>The coarsest level's z, and a plane of noise for each level above.</summary>
    public LatentOptions Latent(RunConfiguration run) =>
        run.Latent with { Size = run.Latent.Size + Sides(run).Skip(1).Sum(side => side * side) };

    public nn.Module Generator(RunConfiguration run, FirstWeights first) => new LapganGenerator(run, first);

    public nn.Module Discriminator(RunConfiguration run, FirstWeights first) => new LapganDiscriminator(run, first);

    /// <summary>Of each level's image, the coarsest first.</summary>
    internal static IReadOnlyList<int> Sides(RunConfiguration run)
    {
        var sides = new List<int> { run.Image.Size };
        while (sides[0] > LargestCoarsest)
        {
            sides.Insert(0, sides[0] / 2);
        }

        return sides;
    }

    internal static NetworkOptions Hidden(NetworkOptions network) => network with { Width = network.Width * 8 };

    internal static nn.Module<Tensor, Tensor> Conv(FirstWeights first, int inputs, int outputs, int kernel, int stride) =>
        first.Conv2d(
            inputs, outputs, kernel, stride, kernel / 2, Math.Sqrt(2 / 1.04 / (inputs * kernel * kernel)), bias: true);
}

/// <summary>A level's G gets the enlarged coarser image with a plane of noise and makes the band that it lacks.</summary>
internal sealed class LapganGenerator : nn.Module<Tensor, Tensor?, Tensor>, ILevelGenerator
{
    private readonly int _latent;

    [ComponentName(Name = "level")]
    private readonly ModuleList<nn.Module> _levels;

    public LapganGenerator(RunConfiguration run, FirstWeights first)
        : base(nameof(LapganGenerator))
    {
        _latent = run.Latent.Size;
        var (classes, sides) = (Conditioning.ClassesOf(run), Lapgan.Sides(run));
        _levels = new ModuleList<nn.Module>(
        [
            Image(run, classes, [run.Image.Channels, sides[0], sides[0]], first),
            .. sides.Skip(1).Select(_ => Band(run, classes, first)),
        ]);
        RegisterComponents();
    }

    public int Levels => _levels.Count;

    public override Tensor forward(Tensor z, Tensor? labels) => Make(z, labels, null)[^1];

    public IReadOnlyList<Tensor> Make(Tensor z, Tensor? labels, IReadOnlyList<Tensor>? coarser)
    {
        var made = new List<Tensor> { Forms.Call(_levels[0], z.narrow(1, 0, _latent), labels) };
        var used = (long)_latent;
        for (var level = 1; level < _levels.Count; level++)
        {
            var image = Pyramid.Up((coarser ?? made)[level - 1]);
            var (height, width) = (image.shape[2], image.shape[3]);
            var noise = z.narrow(1, used, height * width).reshape(-1, 1, height, width);
            used += height * width;
            made.Add(image + Forms.Call(_levels[level], cat([image, noise], 1), labels));
        }

        return made;
    }

    private static nn.Module Image(RunConfiguration run, int classes, long[] shape, FirstWeights first)
    {
        var hidden = Lapgan.Hidden(run.Network);
        return JoinedLabels.Of(
            nn.Sequential(
            [
                .. Perceptrons.Hidden(run.Latent.Size + classes, hidden, first),
                first.Linear(hidden.Width, shape[0] * shape[1] * shape[2]), nn.Tanh(), nn.Unflatten(1, shape),
            ]),
            classes);
    }

    /// <summary>From the enlarged image, the plane of noise and the label's channels.</summary>
    private static nn.Module Band(RunConfiguration run, int classes, FirstWeights first)
    {
        var (channels, width) = (run.Image.Channels, run.Network.Width);
        return JoinedLabels.Of(
            nn.Sequential(
                Lapgan.Conv(first, channels + 1 + classes, width, 5, 1), nn.LeakyReLU(0.2),
                Lapgan.Conv(first, width, width, 5, 1), nn.LeakyReLU(0.2), Lapgan.Conv(first, width, channels, 5, 1)),
            classes);
    }
}

/// <summary>A level's D sees the coarser image and the band added up.</summary>
internal sealed class LapganDiscriminator : nn.Module<Tensor, Tensor?, Tensor>, ILevelDiscriminator
{
    [ComponentName(Name = "level")]
    private readonly ModuleList<nn.Module> _levels;

    public LapganDiscriminator(RunConfiguration run, FirstWeights first)
        : base(nameof(LapganDiscriminator))
    {
        var sides = Lapgan.Sides(run);
        _levels = new ModuleList<nn.Module>(
        [
            Perceptrons.Judge(run.Image.Channels * sides[0] * sides[0], Lapgan.Hidden(run.Network), run, first),
            .. sides.Skip(1).Select(side => Judge(run, (side + 3) / 4, first)),
        ]);
        RegisterComponents();
    }

    public int Levels => _levels.Count;

    public override Tensor forward(Tensor images, Tensor? labels) => Score(images, labels, Levels - 1);

    public Tensor Score(Tensor images, Tensor? labels, int level) => Forms.Call(_levels[level], images, labels);

    /// <param name="left">Height and width after two halvings.</param>
    private static nn.Module Judge(RunConfiguration run, int left, FirstWeights first)
    {
        var (width, channels) = (run.Network.Width, Conditioning.ChannelsOf(run));
        return Conditioning.Discriminator(
            [
                Lapgan.Conv(first, channels, width, 5, 2), nn.LeakyReLU(0.2),
                Lapgan.Conv(first, width, width * 2, 5, 2), nn.LeakyReLU(0.2), nn.Flatten(),
            ],
            width * 2 * left * left,
            run,
            first);
    }
}
