using GanCluster.Core.Noise;

namespace GanCluster.Core.Tests.Noise;

public class PhiloxSpecs
{
    /// <summary>The vectors of Random123's kat_vectors, philox4x32 with 10 rounds.</summary>
    public static TheoryData<uint[], uint[], uint[]> KnownAnswers => new()
    {
        { [0, 0, 0, 0], [0, 0], [0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8] },
        {
            [uint.MaxValue, uint.MaxValue, uint.MaxValue, uint.MaxValue],
            [uint.MaxValue, uint.MaxValue],
            [0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd]
        },
        {
            [0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344],
            [0xa4093822, 0x299f31d0],
            [0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1]
        },
    };

    [Theory]
    [MemberData(nameof(KnownAnswers))]
    public void Blocks_are_those_of_the_published_vectors(uint[] counter, uint[] key, uint[] expected)
    {
        var block = Philox.Block(new PhiloxBlock(counter[0], counter[1], counter[2], counter[3]), key[0], key[1]);

        Assert.Equal(new PhiloxBlock(expected[0], expected[1], expected[2], expected[3]), block);
    }

    [Fact]
    public void Seed_stream_and_index_are_key_and_counter_words()
    {
        var stream = NoiseStream.Of(NoisePurpose.Order, 0x0012_3456_789a_bcde);

        var block = Philox.Block(0x1111111122222222, stream, 0x3333333344444444);

        var counter = new PhiloxBlock(0x44444444, 0x33333333, 0x789abcde, 0x04123456);
        Assert.Equal(Philox.Block(counter, 0x22222222, 0x11111111), block);
    }

    [Fact]
    public void Purposes_are_never_renumbered()
    {
        string[] purposes =
        [
            "Weights", "Latent", "Mixture", "Order", "Sampling", "Evaluation", "Standing", "Augmentation", "Dropout", "Labels",
            "Interpolation",
        ];

        // A new one comes after them.
        Assert.Equal(purposes, Enumerable.Range(1, purposes.Length).Select(value => Enum.GetName((NoisePurpose)value)));
    }

    [Fact]
    public void An_id_that_would_reach_into_the_purpose_is_refused()
    {
        Assert.Equal(0x01ff_ffff_ffff_ffffUL, NoiseStream.Of(NoisePurpose.Weights, (1UL << 56) - 1).Value);
        Assert.Throws<ArgumentOutOfRangeException>(() => NoiseStream.Of(NoisePurpose.Weights, 1UL << 56));
    }
}
