using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace GanCluster.Training.Objectives;

/// <summary>The non-saturating loss of Goodfellow et al. (2014), section 3: D by cross-entropy, G maximizes log
/// D(G(z)).</summary>
public sealed class NonSaturating : IObjective
{
    public Tensor DiscriminatorLoss(Tensor real, Tensor fake) => F.softplus(real.neg()).mean() + F.softplus(fake).mean();

    public Tensor GeneratorLoss(Tensor? real, Tensor fake) => F.softplus(fake.neg()).mean();
}

/// <summary>Equation 1 of Goodfellow et al. (2014): G minimizes log(1 - D(G(z))), which is flat where D is sure.</summary>
public sealed class Minimax : IObjective
{
    public Tensor DiscriminatorLoss(Tensor real, Tensor fake) => F.softplus(real.neg()).mean() + F.softplus(fake).mean();

    public Tensor GeneratorLoss(Tensor? real, Tensor fake) => F.softplus(fake).mean().neg();
}

/// <summary>Relativistic pairing (RpGAN; Jolicoeur-Martineau, 2018; Huang et al., 2024): sample i is scored against sample
/// i.</summary>
public sealed class Relativistic : IObjective
{
    public bool IsRelativistic => true;

    public Tensor DiscriminatorLoss(Tensor real, Tensor fake) => F.softplus(fake - real).mean();

    public Tensor GeneratorLoss(Tensor? real, Tensor fake) => F.softplus(real! - fake).mean();
}
