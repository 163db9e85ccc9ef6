using GanCluster.Core.Runs;
using GanCluster.Training.Networks;
using GanCluster.Training.Replicas;
using static TorchSharp.torch;

namespace GanCluster.Training.Tests.Replicas;

/// <summary>What a perceptron's derivatives are by their formulas, against libtorch's graph of the same layers, in float64.</summary>
public class ClosedGradientsSpecs
{
    private const double Exact = 1e-10;
    private const int N = 12;

    public static TheoryData<string, double, double, double> Cases => new()
    {
        { "relativistic", 0, 0, 0 },
        { "relativistic", 3, 3, 0 },
        { "relativistic", 3, 0, 0 },
        { "non-saturating", 0, 5, 0 },
        { "minimax", 3, 5, 0 },
        { "least-squares", 0, 0, 10 },
        { "wasserstein", 0, 0, 10 },
        { "hinge", 2, 1, 7 },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void Points_with_waves(string objective, double r1, double r2, double between) =>
        Compare(Of(objective, r1, r2, between), [new FourierBands(3), .. Layers(2 * 7)], shape: [2]);

    [Theory]
    [MemberData(nameof(Cases))]
    public void Packs_of_points(string objective, double r1, double r2, double between) =>
        Compare(Of(objective, r1, r2, between) with { Packing = 3 }, Layers(3 * 2), shape: [2]);

    [Theory]
    [MemberData(nameof(Cases))]
    public void Images(string objective, double r1, double r2, double between) =>
        Compare(Of(objective, r1, r2, between), [nn.Flatten(), .. Layers(2 * 3 * 3)], shape: [2, 3, 3]);

    [Fact]
    public void The_built_in_perceptrons_have_them_unless_a_norm_of_their_weights_comes_between_or_labels()
    {
        Assert.True(IsClosed(Runs.Mixture));
        Assert.True(IsClosed(Runs.Of("vanilla")));
        Assert.False(IsClosed(Runs.Mixture with { SpectralNorm = 1 }));
        Assert.False(IsClosed(Runs.Of("vanilla, concatenation")));
    }

    [Fact]
    public void Their_tensors_have_the_names_that_those_of_a_sequence_have()
    {
        var chain = Layers(4);
        using var closed = new DiscriminatorNetwork(new Perceptron(chain), CPU);
        using var plain = new DiscriminatorNetwork(nn.Sequential(chain), CPU);

        Assert.Equal(plain.Layout.Entries.Select(e => e.Name), closed.Layout.Entries.Select(e => e.Name));
    }

    private static void Compare(RunConfiguration run, nn.Module<Tensor, Tensor>[] chain, long[] shape)
    {
        using var scope = NewDisposeScope();
        using var closed = new DiscriminatorNetwork(new Perceptron(chain), CPU, run.Packing, ScalarType.Float64);
        using var plain = new DiscriminatorNetwork(nn.Sequential(chain), CPU, run.Packing, ScalarType.Float64);
        var layers = nn.Sequential(nn.Linear(3, shape.Aggregate((a, b) => a * b)), nn.Unflatten(1, shape));
        using var g = new GeneratorNetwork(layers, CPU, ScalarType.Float64);
        var made = g.Make(Wave(0.2, N, 3), labels: null)[0];
        var shown = new Shown(Wave(0.3, [N, .. shape]), made, Between: run.Penalties.Gradient > 0 ? Wave(0.9, N).abs() : null);
        var gradients = new AdversarialGradients(run);

        var (expected, loss, scoreReal, scoreFake, _) = gradients.Discriminator(plain, [shown with { Fake = made.detach() }], 0.7);
        var found = gradients.Discriminator(closed, [shown], 0.7);
        Close(expected, found.Gradients);
        Close([loss, scoreReal, scoreFake], [found.Loss, found.ScoreReal, found.ScoreFake]);

        var ofG = gradients.Generator(g, plain, [shown with { Fake = g.Make(Wave(0.2, N, 3), labels: null)[0] }]);
        var foundG = gradients.Generator(g, closed, [shown]);
        Close(ofG.Gradients, foundG.Gradients);
        Close([ofG.Loss], [foundG.Loss]);
    }

    private static nn.Module<Tensor, Tensor>[] Layers(long values) =>
        [nn.Linear(values, 9), nn.LeakyReLU(0.2), nn.Linear(9, 8), nn.LeakyReLU(0.2), nn.Linear(8, 1)];

    private static RunConfiguration Of(string objective, double r1, double r2, double between) => Runs.Mixture with
    {
        Objective = objective, Penalties = new PenaltyOptions { R1 = r1, R2 = r2, Gradient = between },
    };

    private static bool IsClosed(RunConfiguration run)
    {
        using var d = Runs.Family(run).Discriminator();
        return d.IsClosed;
    }

    private static void Close(IEnumerable<Tensor> expected, IEnumerable<Tensor> found)
    {
        Assert.Equal(expected.Select(t => t.shape), found.Select(t => t.shape));
        Assert.All(expected.Zip(found), pair => Assert.InRange(Largest(pair.First - pair.Second), 0, Exact * (1 + Largest(pair.First))));
        Assert.Contains(expected, t => Largest(t) > 1e-3);
    }

    private static double Largest(Tensor t) => t.abs().max().item<double>();

    private static Tensor Wave(double phase, params long[] shape) => tensor(
        Enumerable.Range(0, (int)shape.Aggregate((a, b) => a * b)).Select(i => Math.Sin((1.7 * i) + phase)).ToArray(), shape);
}
