using GanCluster.Core.Runs;
using GanCluster.Training.Networks;
using GanCluster.Training.Objectives;
using static TorchSharp.torch;

namespace GanCluster.Training.Replicas;

/// <summary>
/// G's gradients in a run that upscales images (Ledig et al., 2017, section 2.2). For the features of a trained classifier,
/// which would have to come from elsewhere, stand those of D: they are part of the version, and tell what upscaled images lack
/// (Larsen et al., 2016; Wang et al., 2018, pix2pixHD, whose mean absolute distance over all layers this is).
/// </summary>
/// <param name="objective">The run's; null: the built-in one of its name.</param>
internal sealed class UpscalingGradients(RunConfiguration configuration, IObjective? objective = null)
{
    private readonly IObjective _objective = objective ?? Objective.Of(configuration.Objective);
    private readonly SuperResolutionOptions _weights = configuration.SuperResolution;
    private readonly long _pretrainSteps = RunLength.PretrainSteps(configuration);

    /// <summary>Upscaled images as D sees them: within the range of real ones, or what lies beyond would give them
    /// away.</summary>
    public static Tensor InRange(Tensor images) => images.clamp(-1, 1);

    /// <param name="real">(N, 1, H, W)</param>
    /// <param name="fake">What G made of the low images of those, with its graph.</param>
    public (IList<Tensor> Gradients, Tensor Loss) Generator(
        long step, GeneratorNetwork g, DiscriminatorNetwork d, Tensor real, Tensor fake)
    {
        using var constants = d.AsConstants();
        var pixels = (fake - real).square().mean();
        var loss = step < _pretrainSteps ? pixels : (pixels * _weights.Pixel) + AsDiscriminatorSees(d, real, fake);
        return (g.Gradients(loss, step < _pretrainSteps ? null : d), AdversarialGradients.Figure(loss));
    }

    private Tensor AsDiscriminatorSees(DiscriminatorNetwork d, Tensor real, Tensor fake)
    {
        var (hiddenX, hiddenY) = (new List<Tensor>(), new List<Tensor>());
        var scoreX = d.Score(real, hiddenX);
        var scoreY = d.Score(InRange(fake), hiddenY);
        var distances = hiddenX.Zip(hiddenY, (x, y) => (x - y).to(real.dtype).abs().mean());
        var features = distances.Aggregate((sum, one) => sum + one) / hiddenX.Count;
        return (features * _weights.Feature)
            + (_objective.GeneratorLoss(_objective.IsRelativistic ? scoreX : null, scoreY) * _weights.Adversarial);
    }
}
