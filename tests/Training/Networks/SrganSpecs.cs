using GanCluster.Training.Networks;
using static TorchSharp.torch;

namespace GanCluster.Training.Tests.Networks;

public class SrganSpecs
{
    [Fact]
    public void A_low_pixel_is_the_mean_of_4_x_4_pixels()
    {
        var image = Enumerable.Range(0, 2 * 28 * 28).Select(i => (float)(i * 37 % 101)).ToArray();
        var low = Srgan.Low(tensor(image, 2, 1, 28, 28), 4);
        Assert.Equal([2, 1, 7, 7], low.shape);
        var found = low.data<float>().ToArray();
        for (var i = 0; i < found.Length; i++)
        {
            var (n, y, x) = (i / 49, i / 7 % 7, i % 7);
            var sum = 0f;
            for (var k = 0; k < 16; k++)
            {
                sum += image[(n * 784) + (((y * 4) + (k / 4)) * 28) + (x * 4) + (k % 4)];
            }

            Assert.Equal(sum / 16, found[i], 1e-4);
        }
    }

    [Fact]
    public void G_starts_as_a_bilinear_enlargement()
    {
        var (g, d) = Runs.Family(Runs.Of("srgan")).First(CPU);
        using var ownerG = g;
        using var ownerD = d;
        var low = arange(0, 49, ScalarType.Float32).sin().view(1, 1, 7, 7);
        var found = g.Make(low, labels: null)[0];
        Assert.Equal(0, (found - Pyramid.Up(Pyramid.Up(low))).abs().max().item<float>());
        var slopes = g.Gradients(g.Make(low, labels: null)[0].square().sum());
        Assert.Contains(slopes, slope => slope.abs().max().item<float>() > 0);
    }
}
