using GanCluster.Training.Objectives;
using static TorchSharp.torch;

namespace GanCluster.Training.Tests.Objectives;

public class ObjectiveSpecs
{
    private static readonly float[] Real = [1.5f, -0.25f, 3];
    private static readonly float[] Fake = [-2, 0.75f, 0.5f];

    [Fact]
    public void The_non_saturating_discriminator_pays_binary_cross_entropy()
    {
        var expected = Real.Average(s => -Math.Log(Sigmoid(s))) + Fake.Average(s => -Math.Log(1 - Sigmoid(s)));
        Assert.Equal(expected, Value(new NonSaturating().DiscriminatorLoss(tensor(Real), tensor(Fake))), 1e-6);
    }

    [Fact]
    public void The_non_saturating_generator_pays_minus_log_D_of_its_samples()
    {
        var expected = Fake.Average(s => -Math.Log(Sigmoid(s)));
        Assert.Equal(expected, Value(new NonSaturating().GeneratorLoss(null, tensor(Fake))), 1e-6);
    }

    [Fact]
    public void Relativistic_losses_compare_the_samples_of_a_pair()
    {
        var expectedD = Real.Zip(Fake).Average(pair => -Math.Log(Sigmoid(pair.First - pair.Second)));
        var expectedG = Real.Zip(Fake).Average(pair => -Math.Log(Sigmoid(pair.Second - pair.First)));
        var objective = new Relativistic();
        Assert.Equal(expectedD, Value(objective.DiscriminatorLoss(tensor(Real), tensor(Fake))), 1e-6);
        Assert.Equal(expectedG, Value(objective.GeneratorLoss(tensor(Real), tensor(Fake))), 1e-6);
    }

    [Fact]
    public void The_minimax_generator_pays_log_of_1_minus_D_of_its_samples()
    {
        var objective = new Minimax();
        Assert.Equal(Fake.Average(s => Math.Log(1 - Sigmoid(s))), Value(objective.GeneratorLoss(null, tensor(Fake))), 1e-6);
        Assert.Equal(
            Value(new NonSaturating().DiscriminatorLoss(tensor(Real), tensor(Fake))),
            Value(objective.DiscriminatorLoss(tensor(Real), tensor(Fake))),
            1e-6);
    }

    [Fact]
    public void Least_squares_losses_are_half_squared_distances_from_1_0_and_1()
    {
        var expectedD = (Real.Average(s => (s - 1) * (s - 1)) + Fake.Average(s => s * s)) / 2;
        var objective = new LeastSquares();
        Assert.Equal(expectedD, Value(objective.DiscriminatorLoss(tensor(Real), tensor(Fake))), 1e-6);
        Assert.Equal(Fake.Average(s => (s - 1) * (s - 1)) / 2, Value(objective.GeneratorLoss(null, tensor(Fake))), 1e-6);
    }

    [Fact]
    public void Wasserstein_losses_are_mean_scores()
    {
        var objective = new Wasserstein();
        Assert.Equal(Fake.Average() - Real.Average(), Value(objective.DiscriminatorLoss(tensor(Real), tensor(Fake))), 1e-6);
        Assert.Equal(-Fake.Average(), Value(objective.GeneratorLoss(null, tensor(Fake))), 1e-6);
    }

    [Fact]
    public void The_hinge_discriminator_pays_only_within_the_margin()
    {
        var expected = Real.Average(s => Math.Max(0, 1 - s)) + Fake.Average(s => Math.Max(0, 1 + s));
        var objective = new Hinge();
        Assert.Equal(expected, Value(objective.DiscriminatorLoss(tensor(Real), tensor(Fake))), 1e-6);
        Assert.Equal(-Fake.Average(), Value(objective.GeneratorLoss(null, tensor(Fake))), 1e-6);
    }

    [Fact]
    public void Other_pairs_give_another_relativistic_loss()
    {
        float[] turned = [Fake[1], Fake[2], Fake[0]];
        var objective = new Relativistic();
        Assert.NotEqual(
            Value(objective.DiscriminatorLoss(tensor(Real), tensor(Fake))),
            Value(objective.DiscriminatorLoss(tensor(Real), tensor(turned))),
            1e-3);
    }

    [Fact]
    public void Losses_stay_finite_at_scores_whose_probability_is_0_or_1()
    {
        var (high, low) = (tensor(new float[] { 500 }), tensor(new float[] { -500 }));
        Assert.Equal(1000, Value(new NonSaturating().DiscriminatorLoss(low, high)), 1e-3);
        Assert.Equal(1000, Value(new Relativistic().DiscriminatorLoss(low, high)), 1e-3);
        Assert.Equal(0, Value(new Relativistic().GeneratorLoss(low, high)), 1e-6);
    }

    [Theory]
    [InlineData("non-saturating", typeof(NonSaturating), false)]
    [InlineData("minimax", typeof(Minimax), false)]
    [InlineData("least-squares", typeof(LeastSquares), false)]
    [InlineData("wasserstein", typeof(Wasserstein), false)]
    [InlineData("hinge", typeof(Hinge), false)]
    [InlineData("relativistic", typeof(Relativistic), true)]
    public void A_configurations_name_gives_its_objective(string name, Type type, bool relativistic)
    {
        var objective = Objective.Of(name);
        Assert.IsType(type, objective);
        Assert.Equal(relativistic, objective.IsRelativistic);
    }

    private static double Sigmoid(double logit) => 1 / (1 + Math.Exp(-logit));

    private static double Value(Tensor loss) => loss.item<float>();
}
