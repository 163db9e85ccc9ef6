using GanCluster.Training.Networks;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace ColourDcgan;

/// <summary>DCGAN (Radford et al., 2016): from z, (N, latent), to images, (N, 3, 32, 32).</summary>
internal sealed class Generator : Module<Tensor, Tensor>
{
    private readonly Sequential _main;

    public Generator(long latent, long width)
        : base(nameof(Generator))
    {
        _main = Sequential(
            Unflatten(1, [latent, 1, 1]),
            ConvTranspose2d(latent, width * 4, 4, bias: false), BatchNorm2d(width * 4), ReLU(),
            ConvTranspose2d(width * 4, width * 2, 4, stride: 2, padding: 1, bias: false), BatchNorm2d(width * 2), ReLU(),
            ConvTranspose2d(width * 2, width, 4, stride: 2, padding: 1, bias: false), BatchNorm2d(width), ReLU(),
            ConvTranspose2d(width, 3, 4, stride: 2, padding: 1, bias: false), Tanh());
        RegisterComponents();
        apply(FirstWeights.Draw);
    }

    public override Tensor forward(Tensor z) => _main.call(z);
}

/// <summary>From images, (N, 3, 32, 32), to logits, (N, 1).</summary>
internal sealed class Discriminator : Module<Tensor, Tensor>
{
    private readonly Features _features;
    private readonly Linear _score;

    public Discriminator(long width)
        : base(nameof(Discriminator))
    {
        _features = new Features(width);
        _score = Linear(width * 64, 1);
        RegisterComponents();
        apply(FirstWeights.Draw);
    }

    public override Tensor forward(Tensor x) => _score.call(_features.call(x));
}

/// <summary>The generator told what to draw: z is multiplied by the label's embedding.</summary>
internal sealed class LabelledGenerator : Module<Tensor, Tensor, Tensor>
{
    private readonly Embedding _label;
    private readonly Generator _image;

    public LabelledGenerator(long latent, long width, long labels)
        : base(nameof(LabelledGenerator))
    {
        _label = Embedding(labels, latent);
        _image = new Generator(latent, width);
        RegisterComponents();
    }

    public override Tensor forward(Tensor z, Tensor labels) => _image.call(z * _label.call(labels));
}

/// <summary>The discriminator with a projection of the label (Miyato and Koyama, 2018), and with dropout by position, which is the
/// same whoever computes.</summary>
internal sealed class LabelledDiscriminator : Module<Tensor, Tensor, Tensor>
{
    private readonly Features _features;
    private readonly PositionalDropout _dropout = new(0.2);
    private readonly Linear _score;
    private readonly Embedding _label;

    public LabelledDiscriminator(long width, long labels)
        : base(nameof(LabelledDiscriminator))
    {
        _features = new Features(width);
        _score = Linear(width * 64, 1);
        _label = Embedding(labels, width * 64);
        RegisterComponents();
        apply(FirstWeights.Draw);
    }

    public override Tensor forward(Tensor x, Tensor labels)
    {
        var h = _dropout.call(_features.call(x));
        return _score.call(h) + (_label.call(labels) * h).sum(1, keepdim: true);
    }
}

/// <summary>From images to (N, 64 x width).</summary>
internal sealed class Features : Module<Tensor, Tensor>
{
    private readonly Sequential _main;

    public Features(long width)
        : base(nameof(Features))
    {
        _main = Sequential(
            Conv2d(3, width, 4, stride: 2, padding: 1, bias: false), LeakyReLU(0.2),
            Conv2d(width, width * 2, 4, stride: 2, padding: 1, bias: false), BatchNorm2d(width * 2), LeakyReLU(0.2),
            Conv2d(width * 2, width * 4, 4, stride: 2, padding: 1, bias: false), BatchNorm2d(width * 4), LeakyReLU(0.2),
            Flatten());
        RegisterComponents();
    }

    public override Tensor forward(Tensor x) => _main.call(x);
}

/// <summary>As in DCGAN: N(0, 0.02), and N(1, 0.02) for batch norm. From TorchSharp's own generator, as anywhere else.</summary>
internal static class FirstWeights
{
    public static void Draw(Module layer)
    {
        switch (layer)
        {
            case Conv2d conv:
                init.normal_(conv.weight, 0, 0.02);
                break;
            case ConvTranspose2d conv:
                init.normal_(conv.weight, 0, 0.02);
                break;
            case Linear linear:
                init.normal_(linear.weight!, 0, 0.02);
                break;
            case Embedding embedding:
                init.normal_(embedding.weight!, 0, 0.02);
                break;
            case BatchNorm2d norm:
                init.normal_(norm.weight!, 1, 0.02);
                break;
        }
    }
}
