using GanCluster.Training.Networks;
using static TorchSharp.torch;

namespace GanCluster.Training.Tests.Networks;

/// <summary>How a generator of three levels makes images of 7 x 7, 14 x 14 and 28 x 28.</summary>
public sealed class LapganSpecs : IDisposable
{
    private readonly GeneratorNetwork _g;
    private readonly long _own;
    private readonly Tensor _z;

    public LapganSpecs()
    {
        var run = Runs.Of("lapgan");
        (_g, var d) = Runs.Family(run).First(CPU);
        d.Dispose();
        _own = run.Latent.Size;
        _z = Tensors.Wave([2, _own + (14 * 14) + (28 * 28)]);
    }

    public void Dispose() => _g.Dispose();

    [Fact]
    public void Each_level_adds_a_band_to_the_enlarged_image_of_the_one_below_from_noise_of_its_own()
    {
        var made = _g.Make(_z, labels: null);

        Same(Level(0, _z.narrow(1, 0, _own)), made[0]);
        Same(Finer(1, made[0], _own, 14), made[1]);
        Same(Finer(2, made[1], _own + (14 * 14), 28), made[2]);
        Assert.Equal([2L, 1, 28, 28], made[2].shape);
    }

    [Fact]
    public void In_training_each_level_starts_from_the_coarser_image_that_it_is_given()
    {
        Tensor[] given = [Tensors.Wave([2, 1, 7, 7], 1), Tensors.Wave([2, 1, 14, 14], 2), zeros(2, 1, 28, 28)];

        var made = _g.Make(_z, labels: null, given);

        Same(Level(0, _z.narrow(1, 0, _own)), made[0]);
        Same(Finer(1, given[0], _own, 14), made[1]);
        Same(Finer(2, given[1], _own + (14 * 14), 28), made[2]);
    }

    [Fact]
    public void Sampled_it_gives_the_finest_level() =>
        Same(_g.Make(_z, labels: null)[^1], ((nn.Module<Tensor, Tensor?, Tensor>)_g.Module).call(_z, null));

    private Tensor Finer(int level, Tensor coarser, long first, int side)
    {
        var (image, noise) = (Pyramid.Up(coarser), _z.narrow(1, first, side * side).reshape(2, 1, side, side));
        return image + Level(level, cat([image, noise], 1));
    }

    private Tensor Level(int level, Tensor input) => Forms.Call(
        _g.Module.named_modules().Single(m => m.name == $"level.{level}").module, input, labels: null);

    private static void Same(Tensor expected, Tensor found)
    {
        Assert.Equal(expected.shape, found.shape);
        Assert.Equal(Tensors.Floats(expected), Tensors.Floats(found));
    }
}
