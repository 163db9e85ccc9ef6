using GanCluster.Core;
using GanCluster.Training.Objectives;
using GanCluster.Training.Parts;
using static TorchSharp.torch;

namespace GanCluster.Training.Tests.Objectives;

public class ObjectiveTrialSpecs
{
    [Theory]
    [InlineData("non-saturating")]
    [InlineData("minimax")]
    [InlineData("least-squares")]
    [InlineData("wasserstein")]
    [InlineData("hinge")]
    [InlineData("relativistic")]
    public void What_is_built_in_passes(string name) => Assert.Null(ObjectiveTrial.Misfit(Objective.Of(name)));

    [Fact]
    public void What_gives_no_number_to_be_made_smaller_is_refused_by_name()
    {
        Refused("DiscriminatorLoss gives a tensor of shape (4), not one number: take its mean()", (x, y) => y - x);
        Refused("DiscriminatorLoss gives a number without a gradient", (_, _) => tensor(1f));
        Refused("DiscriminatorLoss gives a number that is not finite", (x, y) => (x.mean() - 3).log());
        Refused("DiscriminatorLoss gives another number for the same scores", (x, y) => (x * rand(4)).mean());
        Refused("DiscriminatorLoss fails on scores of shape (4)", (x, y) => x.reshape(3).mean());
    }

    [Fact]
    public void The_generators_loss_is_told_of_real_samples_if_it_asks_for_them()
    {
        Assert.Null(ObjectiveTrial.Misfit(new Made((x, y) => (y - x).mean(), (x, y) => (x! - y).mean(), IsRelativistic: true)));
        Assert.StartsWith(
            "GeneratorLoss fails",
            ObjectiveTrial.Misfit(new Made((x, y) => (y - x).mean(), (x, y) => (x! - y).mean(), IsRelativistic: false)),
            StringComparison.Ordinal);
    }

    private static void Refused(string what, Func<Tensor, Tensor, Tensor> loss)
    {
        var parts = RunParts.BuiltIn.WithObjective("made", new Made(loss, (_, y) => y.mean(), IsRelativistic: false));
        var error = Assert.Throws<UserInputException>(() => parts.TryObjective(Runs.Mixture with { Objective = "made" }));
        Assert.StartsWith("objective 'made': " + what, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Message);
    }

    private sealed record Made(Func<Tensor, Tensor, Tensor> OfD, Func<Tensor?, Tensor, Tensor> OfG, bool IsRelativistic) : IObjective
    {
        public Tensor DiscriminatorLoss(Tensor real, Tensor fake) => OfD(real, fake);

        public Tensor GeneratorLoss(Tensor? real, Tensor fake) => OfG(real, fake);
    }
}
