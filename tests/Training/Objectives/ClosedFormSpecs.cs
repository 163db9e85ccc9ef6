using GanCluster.Core.Runs;
using GanCluster.Training.Objectives;
using GanCluster.Training.Replicas;
using static TorchSharp.torch;

namespace GanCluster.Training.Tests.Objectives;

/// <summary>What the penalties add to the weights' gradients, in float64, against formulas worked out by hand.</summary>
public class ClosedFormSpecs
{
    private const double Exact = 1e-8;
    private const int N = 6;
    private const int Size = 3;

    private static readonly Tensor Real = Wave(0.3, N, Size);
    private static readonly Tensor Fake = Wave(1.1, N, Size);
    private static readonly double[] Shares = [0, 0.2, 0.4, 0.6, 0.8, 1];

    [Theory]
    [InlineData(3, 0)]
    [InlineData(0, 5)]
    [InlineData(3, 5)]
    public void R1_and_R2_of_a_linear_score_pull_each_weight_to_zero_by_gamma(double r1, double r2)
    {
        var (w, added) = AddedToLinear(new PenaltyOptions { R1 = r1, R2 = r2 }, between: null);
        Close(w.Select(value => (r1 + r2) * value), added[..Size]);
        Close([0], added[Size..]);
    }

    [Fact]
    public void The_gradient_penalty_of_a_linear_score_pulls_the_weights_norm_to_1()
    {
        const double Lambda = 10;
        var (w, added) = AddedToLinear(
            new PenaltyOptions { Gradient = Lambda }, tensor(Shares));
        var norm = Math.Sqrt(w.Sum(value => value * value));
        Close(w.Select(value => 2 * Lambda * (norm - 1) * value / norm), added[..Size]);
        Close([0], added[Size..]);
    }

    /// <summary>The score x'Ax has the slope g = (A + A')x, so that d|g|^2 / dA = 2 (g x' + x g').</summary>
    [Fact]
    public void A_zero_centred_penalty_of_a_quadratic_score_has_its_closed_form()
    {
        const double Gamma = 7;
        var (a, gradient) = OfQuadratic(slopes => SlopePenalties.ZeroCentred(slopes, Gamma));
        Close(Expected(a, _ => Gamma / 2), gradient);
    }

    [Fact]
    public void A_one_centred_penalty_of_a_quadratic_score_has_its_closed_form()
    {
        const double Lambda = 10;
        var (a, gradient) = OfQuadratic(slopes => SlopePenalties.OneCentred(slopes, Lambda));
        Close(Expected(a, norm => Lambda * (norm - 1) / norm), gradient);
    }

    [Fact]
    public void A_slope_of_zero_has_a_gradient()
    {
        var (w, x) = (zeros(Size, ScalarType.Float64).requires_grad_(), Real.detach().requires_grad_());

        var penalty = SlopePenalties.OneCentred(SlopePenalties.SquaredSlopes(x.mv(w), x), 10);

        Assert.Equal(10, penalty.item<double>(), 1e-4);
        Assert.All(Values(autograd.grad([penalty], [w])[0]), value => Assert.True(double.IsFinite(value)));
    }

    [Fact]
    public void The_gradient_penalty_looks_between_each_real_sample_and_the_generated_one_of_its_place()
    {
        // Behind a leaky unit the slope depends on where it is taken: this D's is w above 0 and w / 5 below.
        using var d = Nets.Set(Nets.DoubleD(nn.Linear(1, 1), nn.LeakyReLU(0.2)), 3, 0);
        var shown = new Shown(
            tensor(new[] { 1.0, 1, -1 }, [3, 1]),
            tensor(new[] { -1.0, -1, -3 }, [3, 1]),
            Between: tensor(new[] { 0.75, 0.25, 0.99 }));
        var with = Tensors.Number(Gradients(new PenaltyOptions { Gradient = 1 }).Discriminator(d, [shown], 1).Loss);
        var without = Tensors.Number(
            Gradients(new PenaltyOptions()).Discriminator(d, [shown with { Between = null }], 1).Loss);
        Assert.Equal((4 + 0.16 + 0.16) / 3, with - without, Exact);
    }

    private static (double[] Weights, double[] Added) AddedToLinear(PenaltyOptions penalties, Tensor? between)
    {
        using var d = Nets.Set(Nets.DoubleD(nn.Linear(Size, 1)), 0.8, -0.5, 1.3, 0.1);
        var free = Gradients(new PenaltyOptions()).Discriminator(d, [new Shown(Real, Fake)], 1).Gradients;
        var paid = Gradients(penalties).Discriminator(d, [new Shown(Real, Fake, Between: between)], 1).Gradients;
        return (Values(d.Leaves[0]), [.. paid.SelectMany(Values).Zip(free.SelectMany(Values), (a, b) => a - b)]);
    }

    private static (double[] A, double[] Gradient) OfQuadratic(Func<Tensor, Tensor> penalty)
    {
        var (a, x) = (Wave(2.3, Size, Size).requires_grad_(), Real.detach().requires_grad_());
        var scores = (x.matmul(a) * x).sum(1);
        return (Values(a), Values(autograd.grad([penalty(SlopePenalties.SquaredSlopes(scores, x))], [a])[0]));
    }

    /// <param name="weight">The penalty's derivative by |g|^2, of one sample, from |g|.</param>
    private static double[] Expected(double[] a, Func<double, double> weight)
    {
        var gradient = new double[Size * Size];
        foreach (var x in Values(Real).Chunk(Size))
        {
            var g = Enumerable.Range(0, Size)
                .Select(i => Enumerable.Range(0, Size).Sum(k => (a[(i * Size) + k] + a[(k * Size) + i]) * x[k])).ToArray();
            var share = weight(Math.Sqrt(g.Sum(value => value * value))) / N;
            for (var i = 0; i < gradient.Length; i++)
            {
                var (row, column) = Math.DivRem(i, Size);
                gradient[i] += share * 2 * ((g[row] * x[column]) + (x[row] * g[column]));
            }
        }

        return gradient;
    }

    private static AdversarialGradients Gradients(PenaltyOptions penalties) =>
        new(Runs.Mixture with { Objective = "wasserstein", Penalties = penalties });

    private static void Close(IEnumerable<double> expected, IEnumerable<double> found)
    {
        Assert.Equal(expected.Count(), found.Count());
        Assert.All(expected.Zip(found), pair => Assert.Equal(pair.First, pair.Second, Exact));
    }

    private static double[] Values(Tensor t) => t.detach().contiguous().data<double>().ToArray();

    private static Tensor Wave(double phase, int rows, int columns) => tensor(
        Enumerable.Range(0, rows * columns).Select(i => Math.Sin((1.7 * i) + phase)).ToArray(), [rows, columns]);
}
