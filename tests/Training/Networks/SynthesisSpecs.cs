using GanCluster.Training.Networks;
using static TorchSharp.torch;

namespace GanCluster.Training.Tests.Networks;

/// <summary>How a generator of three levels makes images of 2 x 2, 4 x 4 and 8 x 8: a band is 3 x the enlarged image + 0.5 x the
/// level's noise, and at the finest level 4 x and 0.25 x.</summary>
public class SynthesisSpecs
{
    private static readonly NetworkSpec Generator = new(
        "g",
        [
            new Layer.Part([new Layer.Linear(1, 4), new Layer.Reshape([1, 2, 2])]),
            new Layer.Part([new Layer.Conv2d(2, 1, 1, 1, 0)]),
            new Layer.Part([new Layer.Conv2d(2, 1, 1, 1, 0)]),
        ]) { LevelNoise = 16 + 64 };

    private static readonly Tensor[] Parameters =
    [
        tensor(new[] { 1f, 2, 3, 4 }, 4, 1), tensor(new[] { 0f, 0, 0, 10 }),
        tensor(new[] { 3f, 0.5f }, 1, 2, 1, 1), tensor(new[] { 4f, 0.25f }, 1, 2, 1, 1),
    ];

    /// <summary>1 for the coarsest level, then 16 and 64 numbers, all different.</summary>
    private static readonly Tensor Latent = cat([tensor(new[] { 2f }), arange(1, 81, ScalarType.Float32).sin()]).view(1, 81);

    [Fact]
    public void Each_level_adds_a_band_to_the_enlarged_image_of_the_one_below_from_noise_of_its_own()
    {
        var made = Synthesis.Make(Generator, Parameters, OwnBatchNorm.Instance, Latent, labels: null);

        Assert.Equal([2f, 4, 6, 18], Tensors.Floats(made[0].flatten()));
        Near(Finer(made[0], 1, 4, 4, 0.5f), made[1]);
        Near(Finer(made[1], 17, 8, 5, 0.25f), made[2]);
    }

    [Fact]
    public void In_training_each_level_starts_from_the_coarser_image_that_it_is_given()
    {
        var given = (IReadOnlyList<Tensor>)[ones(1, 1, 2, 2), arange(0, 16, ScalarType.Float32).view(1, 1, 4, 4), zeros(1, 1, 8, 8)];

        var made = Synthesis.Make(Generator, Parameters, OwnBatchNorm.Instance, Latent, labels: null, given);

        Assert.Equal([2f, 4, 6, 18], Tensors.Floats(made[0].flatten()));
        Near(Finer(given[0], 1, 4, 4, 0.5f), made[1]);
        Near(Finer(given[1], 17, 8, 5, 0.25f), made[2]);
    }

    private static Tensor Finer(Tensor coarser, int first, int side, float image, float noise) =>
        (Pyramid.Up(coarser) * image) + (Latent.narrow(1, first, side * side).view(1, 1, side, side) * noise);

    private static void Near(Tensor expected, Tensor found)
    {
        Assert.Equal(expected.shape, found.shape);
        Assert.Equal(0, (expected - found).abs().max().item<float>(), 1e-3);
    }
}
