using GanCluster.Core.Rounds;
using GanCluster.Core.Runs;
using GanCluster.Training.Devices;
using GanCluster.Training.Networks;
using GanCluster.Training.Replicas;
using static TorchSharp.torch;

namespace GanCluster.Training.Tests.Replicas;

/// <summary>Which share of the images is augmented.</summary>
public class AdaptiveShareSpecs
{
    private static readonly RunConfiguration Run = Runs.Of("dcgan, some augmented");

    [Theory]
    [InlineData(0.5, 0.8, 0.7)]
    [InlineData(0.5, 0.5, 0.3)]
    [InlineData(0.5, 0.6, 0.5)]
    [InlineData(0.9, 1, 1)]
    [InlineData(0.1, -1, 0)]
    public void It_goes_up_and_down_by_the_step_s_images_and_stays_a_share(float share, float sign, float expected)
    {
        var run = Run with { Replicas = 5, Batch = 4, Adaptive = new AdaptiveOptions { Target = 0.6, Images = 100 } };
        var followed = tensor(new[] { share });

        AdaptiveShare.Follow(followed, tensor(new[] { sign }), run);

        Assert.Equal(expected, followed.item<float>(), 1e-6f);
    }

    [Fact]
    public void It_rises_once_D_is_surer_than_it_should_be_and_stays_at_none_while_it_can_not_be()
    {
        var shares = Shares(Run with { Adaptive = Run.Adaptive with { Target = 0.01 } });
        Assert.InRange(shares[^1], shares[0] + 0.4f, 1);
        Assert.All(Shares(Run with { Adaptive = Run.Adaptive with { Target = 1 } }), share => Assert.Equal(0, share));
    }

    [Fact]
    public void None_are_augmented_at_0_all_at_1_and_some_by_their_places_in_the_run_between()
    {
        var augmentation = new DiffAugmentation("color", 1, HostMemory.Instance);
        using var images = arange(0, 64 * 4).view(64, 1, 2, 2) / 300;
        var all = Values(augmentation.Apply(images, Augmented.RealForDiscriminator, 0));

        Assert.Equal(Values(images), Applied(0, images, 0));
        Assert.Equal(all, Applied(1, images, 0));
        var some = Applied(0.25f, images, 0);
        var changed = Enumerable.Range(0, 64).Where(i => !some[i].SequenceEqual(Values(images)[i])).ToList();
        Assert.InRange(changed.Count, 6, 28);
        Assert.All(changed, i => Assert.Equal(all[i], some[i]));
        Assert.Equal(some[32..], Applied(0.25f, images[32..], 32));

        float[][] Applied(float share, Tensor of, long first) =>
            Values(augmentation.Apply(of, Augmented.RealForDiscriminator, first, tensor(new[] { share })));
    }

    [Fact]
    public void A_version_without_it_has_no_such_tensor()
    {
        using var replica = Runs.Replica(Runs.Of("dcgan, augmented"));
        Assert.DoesNotContain(replica.Snapshot().Tensors, t => t.Name.StartsWith("augmented", StringComparison.Ordinal));
    }

    /// <summary>After each of a few steps, in which D learns to tell the real images, that are stripes.</summary>
    private static float[] Shares(RunConfiguration run)
    {
        using var team = new Team(run, 2);
        return
        [
            .. Enumerable.Range(0, 8).Select(step =>
            {
                team.Round(new StepSpan(step, 1));
                return team.First.Snapshot().Tensors.Single(t => t.Name == "augmented.share").Values.Span[0];
            }),
        ];
    }

    private static float[][] Values(Tensor images) =>
        [.. images.contiguous().data<float>().ToArray().Chunk((int)(images.numel() / images.shape[0]))];
}
