using GanCluster.Core.Runs;
using GanCluster.Training.Libtorch;
using TorchSharp;
using static TorchSharp.torch;

namespace GanCluster.Training.Tests.Replicas;

/// <summary>What rounds in <c>precision=bf16</c>, and what does not.</summary>
public class PrecisionSpecs
{
    [Theory]
    [InlineData("mixture")]
    [InlineData("vanilla, wasserstein with gradient penalty")]
    [InlineData("dcgan")]
    [InlineData("r3gan")]
    [InlineData("srgan")]
    public void Gradients_are_those_of_fp32_but_for_the_rounding_of_products(string family)
    {
        var (whole, rounded) = (Gradients(Runs.Of(family)), Gradients(InBf16(family)));

        Assert.All(whole.Zip(rounded), pair =>
        {
            var distance = Norm(pair.First.Zip(pair.Second, (a, b) => a - b)) / Norm(pair.First);
            Assert.InRange(distance, 1e-5, 0.15);
        });
    }

    [Theory]
    [InlineData("mixture")]
    [InlineData("dcgan")]
    public void Weights_and_moments_keep_all_their_digits(string family)
    {
        var configuration = InBf16(family);
        using var replica = Runs.Replica(configuration);
        using var steps = new ReplicaSteps(replica, configuration);
        steps.Make(0);
        replica.Commit(1);

        Assert.All(
            replica.Snapshot().Tensors.Where(tensor => tensor.Values.Length > 100),
            tensor => Assert.Contains(tensor.Values.ToArray(), value => (BitConverter.SingleToInt32Bits(value) & 0xFFFF) != 0));
    }

    [Fact]
    public void One_thread_that_rounds_leaves_another_that_does_not_its_bits()
    {
        var expected = (Gradients(Runs.Dcgan), Gradients(InBf16("dcgan")));
        for (var i = 0; i < 3; i++)
        {
            float[][]? elsewhere = null;
            var thread = new Thread(() => elsewhere = Gradients(InBf16("dcgan")));
            thread.Start();
            var here = Gradients(Runs.Dcgan);
            thread.Join();
            Assert.Equal(expected.Item1, here);
            Assert.Equal(expected.Item2, elsewhere);
        }
    }

    [Fact]
    public void Products_round_until_the_scope_ends_and_what_is_within_it_may_have_them_whole()
    {
        using var scope = NewDisposeScope();
        var x = ones(2, 2);
        Assert.Equal(ScalarType.Float32, x.mm(x).dtype);
        using (Autocast.Products(DeviceType.CPU))
        {
            Assert.Equal(ScalarType.BFloat16, x.mm(x).dtype);
            using (Autocast.Off(DeviceType.CPU))
            {
                Assert.Equal(ScalarType.Float32, x.mm(x).dtype);
            }

            Assert.Equal(ScalarType.BFloat16, x.mm(x).dtype);
        }

        Assert.Equal(ScalarType.Float32, x.mm(x).dtype);
    }

    private static RunConfiguration InBf16(string family) => Runs.Of(family) with { Precision = "bf16" };

    private static double Norm(IEnumerable<float> values) => Math.Sqrt(values.Sum(value => (double)value * value));

    /// <summary>Of a step that has both.</summary>
    private static float[][] Gradients(RunConfiguration configuration)
    {
        using var replica = Runs.Replica(configuration);
        using var steps = new ReplicaSteps(replica, configuration);
        steps.Make(1);
        return [.. steps.DiscriminatorGradients, .. steps.GeneratorGradients];
    }
}
