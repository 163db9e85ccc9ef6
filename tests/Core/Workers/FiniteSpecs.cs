using GanCluster.Core.Workers;

namespace GanCluster.Core.Tests.Workers;

public class FiniteSpecs
{
    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    [InlineData(float.NegativeInfinity)]
    public void One_value_that_is_no_number_is_found_wherever_it_is(float value)
    {
        foreach (var length in (int[])[1, 7, 8, 16, 19, 64])
        {
            for (var i = 0; i < length; i++)
            {
                var values = Enumerable.Range(0, length).Select(n => n % 2 == 0 ? float.MaxValue : float.MinValue).ToArray();
                Assert.True(Finite.Within(values));
                values[i] = value;
                Assert.False(Finite.Within(values), $"{value} at {i} of {length}");
            }
        }
    }

    [Fact]
    public void A_gradient_is_too_large_when_its_square_is_no_number()
    {
        var largest = Finite.LargestGradient;
        Assert.True(float.IsFinite(largest * largest));
        Assert.False(float.IsFinite(MathF.BitIncrement(largest) * MathF.BitIncrement(largest)));
        foreach (var length in (int[])[3, 35])
        {
            var values = Enumerable.Repeat(-largest, length).ToArray();
            Assert.True(Finite.Within(values, largest));
            foreach (var i in (int[])[0, length - 1])
            {
                values[i] = -MathF.BitIncrement(largest);
                Assert.False(Finite.Within(values, largest));
                values[i] = largest;
            }
        }
    }

    [Fact]
    public void Nothing_is_finite() => Assert.True(Finite.Within([]));
}
