using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace GanCluster.Training.Objectives;

/// <summary>Mao et al. (2017), equation 9: D's targets are 1 for real and 0 for generated samples, G's is 1.</summary>
public sealed class LeastSquares : IObjective
{
    public double? Boundary => 0.5;

    public Tensor DiscriminatorLoss(Tensor real, Tensor fake) =>
        ((real - 1).square().mean() * 0.5) + (fake.square().mean() * 0.5);

    public Tensor GeneratorLoss(Tensor? real, Tensor fake) => (fake - 1).square().mean() * 0.5;
}

/// <summary>Arjovsky et al. (2017): a difference of means, for a D whose slope something else bounds.</summary>
public sealed class Wasserstein : IObjective
{
    public double? Boundary => null;

    public Tensor DiscriminatorLoss(Tensor real, Tensor fake) => fake.mean() - real.mean();

    public Tensor GeneratorLoss(Tensor? real, Tensor fake) => fake.mean().neg();
}

/// <summary>Lim and Ye (2017), as Miyato et al. (2018) use it: no more is asked of D than a margin of 1 on each side.</summary>
public sealed class Hinge : IObjective
{
    public Tensor DiscriminatorLoss(Tensor real, Tensor fake) => F.relu(1 - real).mean() + F.relu(1 + fake).mean();

    public Tensor GeneratorLoss(Tensor? real, Tensor fake) => fake.mean().neg();
}
