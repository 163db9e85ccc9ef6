using GanCluster.Training.Data;
using GanCluster.Training.Networks;

namespace GanCluster.Training.Evaluation;

/// <summary>What a run's D says of held-out real samples and of as many generated ones.</summary>
/// <param name="Boundary">The score above which a sample is taken for real; null where differences alone mean something.</param>
public sealed record DiscriminatorScores(float[] Real, float[] Generated, double? Boundary)
{
    /// <param name="fakes">Of every class in turn, if the run has labels.</param>
    /// <param name="real">Of which D sees the first, as many as there are fakes.</param>
    public static DiscriminatorScores Of(TrainedModel model, float[] fakes, IDataSource real) =>
        Of(model, fakes.Length / real.ValuesPerSample, () => fakes, real);

    /// <inheritdoc cref="Of(TrainedModel, float[], IDataSource)"/>
    /// <param name="count">Of the fakes.</param>
    /// <param name="fakes">Makes them, while D sees the real ones.</param>
    public static DiscriminatorScores Of(TrainedModel model, int count, Func<float[]> fakes, IDataSource real)
    {
        using var discriminator = model.OpenDiscriminator(real.Shape);
        var (ofFakes, ofReal) = AtOnce.Run(
            () => discriminator.Scores(fakes(), Labels.InTurn(0, count, model.Family.Classes)),
            () => OfReal(model, real, count));
        return new DiscriminatorScores(ofReal, ofFakes, model.Family.Objective.Boundary);
    }

    /// <returns>D's scores of the source's first samples.</returns>
    public static float[] OfReal(TrainedModel model, IDataSource source, int count)
    {
        using var discriminator = model.OpenDiscriminator(source.Shape);
        var labels = Discriminator.TakeLabels(source, count, model.Family.Classes);
        return discriminator.Scores(Discriminator.Take(source, count), labels);
    }
}
