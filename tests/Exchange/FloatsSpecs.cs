using GanCluster.Exchange.Attempts;

namespace GanCluster.Exchange.Tests;

public class FloatsSpecs
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_copy_is_whole_and_touches_nothing_beside_it_wherever_it_lies(bool streamed)
    {
        float[] from = [.. Enumerable.Range(1, 80)];
        for (var length = 0; length <= 64; length++)
        {
            for (var start = 0; start < 17; start++)
            {
                var to = new float[100];

                Floats.Copy(from.AsSpan(start % 5, length), to.AsSpan(start), streamed);

                Assert.Equal(from[(start % 5)..((start % 5) + length)], to[start..(start + length)]);
                Assert.All(to[..start], x => Assert.Equal(0, x));
                Assert.All(to[(start + length)..], x => Assert.Equal(0, x));
            }
        }
    }
}
