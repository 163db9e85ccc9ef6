using GanCluster.Training.Objectives;
using static TorchSharp.torch;
using static TorchSharp.torch.nn.functional;

namespace ColourDcgan;

/// <summary>The non-saturating loss with one-sided label smoothing (Salimans et al., 2016): D is to say 0.9 of real samples.</summary>
internal sealed class Smoothed : IObjective
{
    public Tensor DiscriminatorLoss(Tensor real, Tensor fake) =>
        (softplus(real.neg()).mean() * 0.9) + (softplus(real).mean() * 0.1) + softplus(fake).mean();

    public Tensor GeneratorLoss(Tensor? real, Tensor fake) => softplus(fake.neg()).mean();
}
