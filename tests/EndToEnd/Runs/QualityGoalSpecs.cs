using GanCluster.Node.Quality;

namespace GanCluster.EndToEnd.Tests.Runs;

public class QualityGoalSpecs
{
    [Theory]
    [InlineData("classifier's test accuracy", 0.91, true)]
    [InlineData("classifier's test accuracy", 0.909, false)]
    [InlineData("Frechet distance, dcgan over vanilla", 0.5, true)]
    [InlineData("Frechet distance, dcgan over vanilla", 0.51, false)]
    [InlineData("srgan below pre-trained, dB", -1, true)]
    public void A_goal_holds_up_to_its_bound_on_its_own_side(string what, double figure, bool holds) =>
        Assert.Equal(holds, QualityGoal.All.Single(goal => goal.What == what).Holds(figure));

    [Fact]
    public void Goals_are_the_figures_they_say()
    {
        var figures = new Dictionary<(string, string), double>
        {
            [("fashion-lapgan", "parzen_log_likelihood")] = 110,
            [("fashion-lapgan", "parzen_standard_error")] = 3,
            [("fashion-vanilla-whole", "parzen_log_likelihood")] = 100,
            [("fashion-vanilla-whole", "parzen_standard_error")] = 4,
            [("fashion-srgan-pretrained", "psnr")] = 21,
            [("fashion-srgan-pretrained", "psnr_bicubic")] = 16,
            [("fashion-srgan", "psnr")] = 20,
        };
        for (var c = 0; c < 10; c++)
        {
            figures[("fashion-cgan-truncated", $"classifier_agreement_{c}")] = 0.9 - (c == 6 ? 0.15 : 0);
        }

        Assert.Equal(2, Figure("Parzen, lapgan above vanilla, in standard errors"));
        Assert.Equal(5, Figure("srgan pre-trained above bicubic, dB"));
        Assert.Equal(1, Figure("srgan below pre-trained, dB"));
        Assert.Equal(0.75, Figure("cgan, latents within 1.25: the same, least of any class"));

        double Figure(string what) =>
            QualityGoal.All.Single(goal => goal.What == what).Figure((run, metric) => figures[(run, metric)]);
    }
}
