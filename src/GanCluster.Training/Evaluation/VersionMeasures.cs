using GanCluster.Core.Noise;
using GanCluster.Training.Data;

namespace GanCluster.Training.Evaluation;

/// <param name="Seed">Of the noise it was measured with.</param>
/// <param name="Floor">What the same measure gives for as many real samples: no generator can be told to be better. Of
/// <c>psnr</c> it is bicubic interpolation's: a generator must be better.</param>
public sealed record Measure(string Name, double Value, ulong Seed, double Floor);

/// <summary>The figures of a version: modes for mixtures, how well D tells held-out images from generated ones and what these have
/// of their variety, PSNR of upscaled ones.</summary>
public static class VersionMeasures
{
    private const int Images = 512;
    private const int Restored = 1024;

    public static IReadOnlyList<Measure> Of(TrainedModel model, MeasuredBy by)
    {
        var heldOut = by.HeldOut;
        var configuration = model.Configuration;
        if (model.Family.Upscales)
        {
            return heldOut is null ? [] : OfUpscaled(model, heldOut);
        }

        using var generator = model.OpenGenerator();
        if (MixtureSpec.Find(configuration.Data) is not { } mixture)
        {
            return heldOut is null ? [] : OfMade(model, generator, heldOut, by);
        }

        using var live = model.OpenLiveGenerator();
        var floor = ModeMeasures.Of(mixture, RealPoints(mixture, configuration.Seed));
        return
        [
            .. Modes("", ModeMeasures.Of(mixture, Points(generator, mixture, configuration.Seed)), floor, configuration.Seed),
            .. live is null
                ? Array.Empty<Measure>()
                : Modes("live_", ModeMeasures.Of(mixture, Points(live, mixture, configuration.Seed)), floor, configuration.Seed),
        ];
    }

    private static Measure[] OfMade(TrainedModel model, Generator generator, IDataSource heldOut, MeasuredBy by)
    {
        var (seed, made) = (model.Configuration.Seed, Array.Empty<float>());
        var scores = DiscriminatorScores.Of(
            model, Images, () => made = generator.Sample(seed, NoisePurpose.Evaluation, Images), heldOut);
        return
        [
            Telling(model, scores),
            .. by.Training is { } training ? Learnt(model, scores, DiscriminatorScores.OfReal(model, training, Images)) : [],
            .. model.AugmentedShare is { } share ? [new Measure("augmented_share", share, seed, 0)] : (Measure[])[],
            .. model.Family.Image is { } shape ? ImageVariety.Of(shape, made, heldOut, seed, by.Classes) : [],
            .. by.Stacked is { } stacked ? OfStacks(stacked, generator, heldOut, seed) : [],
        ];
    }

    private static Measure[] OfStacks(StackedModes stacked, Generator generator, IDataSource heldOut, ulong seed)
    {
        var value = stacked.OfDrawn(generator, seed, NoisePurpose.Evaluation, StackedModes.FewImages);
        var floor = stacked.OfReal(heldOut, StackedModes.FewImages);
        return [new("modes", value.Modes, seed, floor.Modes), new("reverse_kl", value.ReverseKl, seed, floor.ReverseKl)];
    }

    private static Measure[] OfUpscaled(TrainedModel model, IDataSource heldOut)
    {
        var restored = Restoration.Of(model, heldOut, Restored);
        var count = Math.Min(Images, restored.Count);
        return
        [
            new Measure("psnr", restored.Psnr, model.Configuration.Seed, restored.BicubicPsnr),
            Telling(
                model,
                DiscriminatorScores.Of(model, count, () => restored.Upscaled[..(count * heldOut.ValuesPerSample)], heldOut)),
        ];
    }

    /// <returns>x, y, x, y, ... in the mixture's own units.</returns>
    public static float[] Points(Generator generator, MixtureSpec mixture, ulong seed) =>
        [.. generator.Sample(seed, NoisePurpose.Evaluation, ModeMeasures.StandardPoints).Select(v => v * mixture.Scale)];

    private static Measure[] Modes(string prefix, ModeMeasures measures, ModeMeasures floor, ulong seed) =>
    [
        new(prefix + "modes", measures.Modes, seed, floor.Modes),
        new(prefix + "high_quality_share", measures.HighQualityShare, seed, floor.HighQualityShare),
        new(prefix + "reverse_kl", measures.ReverseKl, seed, floor.ReverseKl),
    ];

    private static float[] RealPoints(MixtureSpec mixture, ulong seed)
    {
        var source = MixtureDataSource.Of(mixture, seed);
        var samples = Discriminator.Take(source, ModeMeasures.StandardPoints);
        return [.. samples.Select(v => v * mixture.Scale)];
    }

    /// <summary>What D has learnt by heart.</summary>
    private static Measure[] Learnt(TrainedModel model, DiscriminatorScores scores, float[] trained)
    {
        var seed = model.Configuration.Seed;
        var overfitting = new Measure("overfitting", DiscriminatorOverfitting.Of(trained, scores.Real, scores.Generated), seed, 0);
        return scores.Boundary is { } boundary
            ?
            [
                overfitting,
                new("sign_of_real", DiscriminatorOverfitting.MeanSign(trained, boundary), seed,
                    DiscriminatorOverfitting.MeanSign(scores.Real, boundary)),
            ]
            : [overfitting];
    }

    private static Measure Telling(TrainedModel model, DiscriminatorScores scores)
    {
        var (name, value) = scores.Boundary is { } boundary
            ? ("discriminator_accuracy", DiscriminatorAccuracy.Of(scores.Real, scores.Generated, boundary))
            : ("discriminator_separation", DiscriminatorAccuracy.Separation(scores.Real, scores.Generated));
        return new Measure(name, value, model.Configuration.Seed, 0.5);
    }
}
