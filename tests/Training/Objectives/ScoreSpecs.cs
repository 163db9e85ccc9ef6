using GanCluster.Training.Networks;
using GanCluster.Training.Objectives;
using GanCluster.Training.Replicas;
using static TorchSharp.torch;

namespace GanCluster.Training.Tests.Objectives;

/// <summary>What is told of D's scores, and what several levels make of loss and scores.</summary>
public class ScoreSpecs
{
    private static readonly Tensor Real = tensor(new[] { 1f, 0, 0, 2 }, 2, 2);
    private static readonly Tensor Fake = tensor(new[] { -1f, 3, -2, 0 }, 2, 2);

    /// <summary>By weights 1 and 0.5: 1 and 1 of the real samples, 0.5 and -2 of the generated ones.</summary>
    [Theory]
    [InlineData("non-saturating", true)]
    [InlineData("minimax", true)]
    [InlineData("relativistic", false)]
    [InlineData("least-squares", false)]
    [InlineData("wasserstein", false)]
    [InlineData("hinge", false)]
    public void Scores_are_probabilities_only_where_the_objective_is_a_cross_entropy_of_them(string objective, bool probability)
    {
        using var d = Level(1, 0.5);

        var made = Discriminate(objective, d, new Shown(Real, Fake));

        Assert.Equal(probability ? Sigmoid(1) : 1, made.ScoreReal, 1e-6);
        Assert.Equal(probability ? (Sigmoid(0.5) + Sigmoid(-2)) / 2 : -0.75, made.ScoreFake, 1e-6);
    }

    [Fact]
    public void Levels_add_up_their_losses_and_share_their_scores()
    {
        using var d = Nets.Set(new DiscriminatorNetwork(new Two(), CPU), 1, 0.5, 0, -0.25, 2, 0);
        using var coarse = Level(1, 0.5);
        using var fine = Level(-0.25, 2);
        var (one, other) = (new Shown(Real, Fake), new Shown(Fake * 2, Real + 1));
        var (first, second) = (Discriminate("wasserstein", coarse, one), Discriminate("wasserstein", fine, other));

        var made = Discriminate("wasserstein", d, one, other);

        Assert.Equal(first.Loss + second.Loss, made.Loss, 1e-6);
        Assert.Equal((first.ScoreReal + second.ScoreReal) / 2, made.ScoreReal, 1e-6);
        Assert.Equal((first.ScoreFake + second.ScoreFake) / 2, made.ScoreFake, 1e-6);
        Assert.Equal(first.Gradients.Concat(second.Gradients).SelectMany(Tensors.Floats), made.Gradients.SelectMany(Tensors.Floats));
        Assert.NotEqual(first.ScoreReal, second.ScoreReal);
    }

    [Theory]
    [InlineData("least-squares", 0.5)]
    [InlineData("non-saturating", 0.0)]
    [InlineData("minimax", 0.0)]
    [InlineData("hinge", 0.0)]
    [InlineData("wasserstein", null)]
    [InlineData("relativistic", null)]
    public void D_can_not_tell_half_way_between_its_targets_if_it_has_some(string objective, double? boundary) =>
        Assert.Equal(boundary, Objective.Of(objective).Boundary);

    private static (IList<Tensor> Gradients, double Loss, double ScoreReal, double ScoreFake) Discriminate(
        string objective, DiscriminatorNetwork d, params Shown[] shown)
    {
        var made = new AdversarialGradients(Runs.Mixture with { Objective = objective, Penalties = new() }).Discriminator(d, shown, 1);
        return (made.Gradients, Tensors.Number(made.Loss), Tensors.Number(made.ScoreReal), Tensors.Number(made.ScoreFake));
    }

    private static DiscriminatorNetwork Level(double first, double second) => Nets.Set(Nets.D(nn.Linear(2, 1)), first, second, 0);

    private static double Sigmoid(double logit) => 1 / (1 + Math.Exp(-logit));

    private sealed class Two : nn.Module<Tensor, Tensor>, ILevelDiscriminator
    {
        private readonly TorchSharp.Modules.Linear _coarse = nn.Linear(2, 1);
        private readonly TorchSharp.Modules.Linear _fine = nn.Linear(2, 1);

        internal Two()
            : base(nameof(Two)) => RegisterComponents();

        public int Levels => 2;

        public override Tensor forward(Tensor x) => Score(x, null, 1);

        public Tensor Score(Tensor images, Tensor? labels, int level) => (level == 0 ? _coarse : _fine).call(images);
    }
}
