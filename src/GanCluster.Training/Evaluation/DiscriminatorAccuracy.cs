using GanCluster.Training.Data;
using GanCluster.Training.Networks;

namespace GanCluster.Training.Evaluation;

/// <summary>How often a run's D is right. Both shares near 1/2 when D can no longer tell; an indicator, never a reason to
/// stop.</summary>
/// <param name="Real">The share of real samples that D takes for real.</param>
/// <param name="Generated">The share of generated samples that it does not.</param>
public sealed record DiscriminatorAccuracy(double Real, double Generated)
{
    public double Mean => (Real + Generated) / 2;

    /// <param name="fakes">Of every class in turn, if the run has labels.</param>
    /// <param name="real">Of which D sees the first, as many as there are fakes.</param>
    public static DiscriminatorAccuracy Of(TrainedModel model, float[] fakes, IDataSource real) =>
        Of(model, fakes.Length / real.ValuesPerSample, () => fakes, real);

    /// <inheritdoc cref="Of(TrainedModel, float[], IDataSource)"/>
    /// <param name="count">Of the fakes.</param>
    /// <param name="fakes">Makes them, while D sees the real ones.</param>
    public static DiscriminatorAccuracy Of(TrainedModel model, int count, Func<float[]> fakes, IDataSource real)
    {
        using var discriminator = model.OpenDiscriminator(real.Shape);
        var (ofFakes, ofReal) = AtOnce.Run(
            () => discriminator.ShareTakenForReal(fakes(), Labels.InTurn(0, count, model.Family.Classes)),
            () => TakenForReal(model, real, count));
        return new DiscriminatorAccuracy(ofReal, 1 - ofFakes);
    }

    /// <returns>Of the source's first samples the share that D takes for real.</returns>
    public static double TakenForReal(TrainedModel model, IDataSource source, int count)
    {
        using var discriminator = model.OpenDiscriminator(source.Shape);
        var labels = Discriminator.TakeLabels(source, count, model.Family.Classes);
        return discriminator.ShareTakenForReal(Discriminator.Take(source, count), labels);
    }
}
