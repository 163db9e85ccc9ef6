using System.Runtime.InteropServices;
using GanCluster.Core.Runs;
using GanCluster.Training.Evaluation;

namespace GanCluster.Training.Tests.Evaluation;

public class LatentPathSpecs
{
    private static readonly float[] Stops = [1, 0, 0, 2, -1, 0];

    [Fact]
    public void It_passes_every_stop_and_returns_to_the_first()
    {
        var places = Places("normal", steps: 2, first: 0, count: 7);

        Assert.Equal([1, 0], places[0]);
        Assert.Equal([0, 2], places[2]);
        Assert.Equal([-1, 0], places[4]);
        Assert.Equal(places[0], places[6]);
    }

    [Theory]
    [InlineData("normal")]
    [InlineData("truncated")]
    public void Half_way_between_normal_latents_it_is_on_their_great_circle(string distribution)
    {
        var between = Places(distribution, steps: 2, first: 1, count: 1)[0];

        // sin(45 degrees) of each of two orthogonal ones.
        Assert.Equal(Math.Sqrt(0.5), between[0], 6);
        Assert.Equal(Math.Sqrt(0.5) * 2, between[1], 6);
    }

    [Fact]
    public void Half_way_between_uniform_latents_it_is_on_their_line() =>
        Assert.Equal([0.5f, 1], Places("uniform", steps: 2, first: 1, count: 1)[0]);

    [Fact]
    public void Opposite_latents_have_no_circle_and_are_joined_by_a_line() =>
        Assert.Equal([0f, 0f], Places("normal", steps: 2, first: 5, count: 1)[0]);

    [Fact]
    public void A_place_is_the_same_however_many_are_asked_for() =>
        Assert.Equal(Places("normal", 8, 0, 24)[17], Places("normal", 8, 17, 1)[0]);

    private static List<float[]> Places(string distribution, int steps, int first, int count)
    {
        var path = new LatentPath(Stops, new LatentOptions { Size = 2, Distribution = distribution }, steps);
        using var batch = path.Batch(first, count);
        return [.. MemoryMarshal.Cast<byte, float>(batch.bytes).ToArray().Chunk(2)];
    }
}
