using GanCluster.Training.Checkpoints;

namespace GanCluster.Training.Tests.Checkpoints;

public sealed class WeightsHashSpecs
{
    private static readonly NamedTensor[] Weights =
    [
        new("g.w", [2], new float[] { 1, 2 }), new("d.w", [1], new float[] { 3 }), new("ema.g.w", [1], new float[] { 4 }),
    ];

    [Fact]
    public void It_is_the_sum_of_the_little_endian_bytes_in_ordinal_order() =>

        // printf '\x00\x00\x40\x40\x00\x00\x80\x40\x00\x00\x80\x3f\x00\x00\x00\x40' | sha256sum
        Assert.Equal("fb5ae94f7e6aec39682d0a21c34df1d7914a3975e43d088ac8fec83df5b0fb8b", WeightsHash.Of(Weights));

    [Fact]
    public void Optimizer_state_names_and_shapes_do_not_change_it()
    {
        NamedTensor[] others =
        [
            new("opt.g.w", [1], new float[] { 8 }), new("gw", [1], new float[] { 9 }), new("G.w", [1], new float[1]),
        ];
        Assert.Equal(WeightsHash.Of(Weights), WeightsHash.Of([.. others, .. Weights.Reverse()]));
        Assert.Equal(WeightsHash.Of(Weights), WeightsHash.Of([Weights[0] with { Shape = [1, 2] }, .. Weights[1..]]));
    }

    [Fact]
    public void A_last_bit_changes_it()
    {
        var changed = Weights[0] with { Values = new float[] { 1, MathF.BitIncrement(2) } };
        Assert.NotEqual(WeightsHash.Of(Weights), WeightsHash.Of([changed, .. Weights[1..]]));
    }
}
