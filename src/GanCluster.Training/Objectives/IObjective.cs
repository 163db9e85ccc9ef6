using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace GanCluster.Training.Objectives;

/// <summary>
/// The two losses over D's logits, (N) each. Probabilities are sigmoids of logits; -log sigmoid(s) = softplus(-s).
/// </summary>
public interface IObjective
{
    /// <summary>Whether G's loss looks at real samples.</summary>
    bool IsRelativistic { get; }

    Tensor DiscriminatorLoss(Tensor real, Tensor fake);

    /// <param name="real">Null unless <see cref="IsRelativistic"/>.</param>
    Tensor GeneratorLoss(Tensor? real, Tensor fake);
}

/// <summary>The non-saturating loss of Goodfellow et al. (2014), section 3: D by cross-entropy, G maximizes log
/// D(G(z)).</summary>
public sealed class NonSaturating : IObjective
{
    public bool IsRelativistic => false;

    public Tensor DiscriminatorLoss(Tensor real, Tensor fake) => F.softplus(real.neg()).mean() + F.softplus(fake).mean();

    public Tensor GeneratorLoss(Tensor? real, Tensor fake) => F.softplus(fake.neg()).mean();
}

/// <summary>Relativistic pairing (RpGAN; Jolicoeur-Martineau, 2018; Huang et al., 2024): sample i is scored against sample
/// i.</summary>
public sealed class Relativistic : IObjective
{
    public bool IsRelativistic => true;

    public Tensor DiscriminatorLoss(Tensor real, Tensor fake) => F.softplus(fake - real).mean();

    public Tensor GeneratorLoss(Tensor? real, Tensor fake) => F.softplus(real! - fake).mean();
}

public static class Objective
{
    public static IObjective Of(string name) => name switch
    {
        "non-saturating" => new NonSaturating(),
        "relativistic" => new Relativistic(),
        _ => throw new InvalidOperationException($"no objective '{name}'"),
    };
}
