using GanCluster.Core.Runs;
using GanCluster.Training.Data;
using GanCluster.Training.Networks;
using GanCluster.Training.Parts;
using TorchSharp.Modules;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace GanCluster.Training.Tests;

/// <summary>GANs and data of one's own.</summary>
internal static class OwnParts
{
    /// <summary>The built-in ones and these.</summary>
    internal static RunParts All { get; } = RunParts.BuiltIn
        .WithGan("own-points", run => Perceptron(run.Latent.Size, [2]), run => Judge(2 * run.Packing), takesLabels: false, [2])
        .WithGan("own-images", run => Perceptron(run.Latent.Size, [1, 4, 4]), run => Judge(16), takesLabels: false, [1, 4, 4])
        .WithGan(
            "own-labels", run => new Labelled(run.Latent.Size, 16, [1, 4, 4]), run => new Labelled(16, 1, []), takesLabels: true,
            [1, 4, 4])
        .WithGan("own-convolutions", run => new ColourG(run.Latent.Size), run => new ColourD(), takesLabels: false, [3, 8, 12])
        .WithGan(
            "own-noise",
            run => nn.Sequential(
                nn.Linear(run.Latent.Size, 4), new PositionalNoise(0.5), nn.LeakyReLU(0.2), new PositionalDropout(0.25),
                nn.Linear(4, 2)),
            run => nn.Sequential(
                nn.Flatten(), new PositionalNoise(0.1), nn.Linear(2 * run.Packing, 4), nn.Tanh(), new PositionalDropout(),
                nn.Linear(4, 1)),
            takesLabels: false,
            [2])
        .WithData("steps", _ => new Steps([2]) { HeldOut = new Steps([2]) })
        .WithData("own-squares", _ => new Steps([1, 4, 4]) { Classes = 4 })
        .WithData("own-tens", _ => new Steps([1, 28, 28]) { Classes = 10 })
        .WithData("own-28", _ => new Steps([1, 28, 28]))
        .WithData("own-colours", _ => new Steps([3, 8, 12]) { HeldOut = new Steps([3, 8, 12]) })
        .WithData("own-sixteens", _ => new Steps([3, 16, 16]) { Classes = 4, HeldOut = new Steps([3, 16, 16]) { Classes = 4 } })
        .WithData("own-none", _ => new Steps([1, 4, 4]) { Count = 0 });

    /// <summary>Of points, by a GAN of one's own.</summary>
    internal static RunConfiguration Points { get; } = new()
    {
        Family = "own-points",
        Data = "steps",
        Replicas = 2,
        Batch = 4,
        Horizon = 10_000,
        Latent = new LatentOptions { Size = 3 },
    };

    /// <summary>Points, with dropout and noise in both networks.</summary>
    internal static RunConfiguration Noisy { get; } = Points with { Family = "own-noise" };

    internal static RunConfiguration Images { get; } = Points with { Family = "own-images", Data = "own-squares" };

    /// <summary>With batch norm, a constant buffer and a frozen parameter.</summary>
    internal static RunConfiguration Colours { get; } = Points with { Family = "own-convolutions", Data = "own-colours" };

    private static Sequential Perceptron(int latent, long[] shape)
    {
        var values = shape.Aggregate(1L, (product, size) => product * size);
        return nn.Sequential(nn.Linear(latent, 4), nn.LeakyReLU(0.2), nn.Linear(4, values), nn.Unflatten(1, shape));
    }

    private static Sequential Judge(long values) =>
        nn.Sequential(nn.Flatten(), nn.Linear(values, 4), nn.LeakyReLU(0.2), nn.Linear(4, 1));

    private sealed class Labelled : nn.Module<Tensor, Tensor, Tensor>
    {
        private readonly long[] _shape;
        private readonly Embedding _label;
        private readonly Linear _in;
        private readonly Linear _out;

        internal Labelled(long inputs, long outputs, long[] shape)
            : base(nameof(Labelled))
        {
            (_shape, _label, _in, _out) = (shape, nn.Embedding(4, 3), nn.Linear(inputs + 3, 4), nn.Linear(4, outputs));
            RegisterComponents();
        }

        public override Tensor forward(Tensor x, Tensor labels)
        {
            var hidden = _in.call(cat([x.flatten(1), _label.call(labels)], 1)).relu();
            return _out.call(hidden).reshape([x.shape[0], .. _shape]);
        }
    }

    private sealed class ColourG : nn.Module<Tensor, Tensor>
    {
        private readonly Linear _in;
        private readonly BatchNorm2d _norm = nn.BatchNorm2d(4);
        private readonly ConvTranspose2d _out = nn.ConvTranspose2d(4, 3, 4, stride: 2, padding: 1);
        private readonly Parameter _frozen = nn.Parameter(full(1, 0.5f), requires_grad: false);
        private readonly Tensor _shift = tensor(new[] { 0.1f, 0.2f, 0.3f }).view(3, 1, 1);

        internal ColourG(int latent)
            : base(nameof(ColourG))
        {
            _in = nn.Linear(latent, 4 * 4 * 6);
            RegisterComponents();
        }

        public override Tensor forward(Tensor z) =>
            (_out.call(_norm.call(_in.call(z).view(-1, 4, 4, 6)).relu()) * _frozen + _shift).tanh();
    }

    private sealed class ColourD : nn.Module<Tensor, Tensor>
    {
        private readonly Conv2d _in = nn.Conv2d(3, 4, 4, stride: 2, padding: 1);
        private readonly BatchNorm2d _norm = nn.BatchNorm2d(4);
        private readonly Linear _out = nn.Linear(4 * 4 * 6, 1);

        internal ColourD()
            : base(nameof(ColourD)) => RegisterComponents();

        public override Tensor forward(Tensor x) => _out.call(F.leaky_relu(_norm.call(_in.call(x)), 0.2).flatten(1));
    }

    internal sealed class Steps(long[] shape) : IDataSet
    {
        public long Count { get; init; } = 50;

        public IReadOnlyList<long> Shape => shape;

        public int Classes { get; init; }

        public IDataSet? HeldOut { get; init; }

        public void Copy(long index, Span<float> sample)
        {
            for (var i = 0; i < sample.Length; i++)
            {
                sample[i] = ((index * (i + 1)) % 50 / 25f) - 1;
            }
        }

        public int LabelOf(long index) => (int)(index % Classes);
    }
}
