using System.Buffers.Binary;
using GanCluster.Core.Sums;

namespace GanCluster.Core.Tests.Sums;

public class EightBitsSpecs
{
    /// <summary>Values of a block, by what is peculiar to it.</summary>
    private static readonly Dictionary<string, Func<Random, float>> Blocks = new()
    {
        ["signed"] = random => (float)((random.NextDouble() - 0.5) * Math.Pow(2, random.Next(-30, 30))),
        ["of one size"] = random => 1 + random.NextSingle(),
        ["squares"] = random => (float)Math.Pow(2, -60 * random.NextDouble()),
        ["nothing but zeros"] = _ => 0,
        ["zeros of either sign"] = random => random.Next(2) == 0 ? 0f : -0f,
        ["the largest"] = random => float.MaxValue * (1 - (random.NextSingle() / 16)),
        ["the smallest"] = random => float.Epsilon * random.Next(-50, 50),
        ["about the smallest that is normal"] = random => (float)((random.NextDouble() - 0.5) * Math.Pow(2, random.Next(-149, -90))),
        ["with a sign at one place"] = random => random.Next(100) == 0 ? -1e-30f : random.NextSingle(),
    };

    public static TheoryData<string> Names => [.. Blocks.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_value_becomes_one_of_the_two_numbers_that_it_lies_between(string name)
    {
        foreach (var exact in Draw(name))
        {
            var numbers = Numbers(exact);
            var rounded = Rounded(exact, 0);
            foreach (var (value, result) in exact.Zip(rounded))
            {
                var (below, above) = (numbers.Where(n => n <= value).Max(), numbers.Where(n => n >= value).DefaultIfEmpty(numbers.Max()).Min());
                Assert.True(result == below || result == above, $"{value:R} became {result:R}, between {below:R} and {above:R}");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void What_is_rounded_stays_as_it_is_wherever_it_is_rounded_again(string name)
    {
        foreach (var exact in Draw(name))
        {
            var once = Rounded(exact, 0);

            Assert.Equal(Bits(once), Bits(Rounded(once, 128 * 77)));
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_code_of_a_byte_a_value_reads_back_to_the_same_bits(string name)
    {
        foreach (var exact in Draw(name))
        {
            var rounded = Rounded(exact, 0);
            var code = new byte[EightBitCode.Length(rounded.Length)];
            EightBitCode.Write(rounded, code);
            var read = new float[rounded.Length];
            EightBitCode.Read(code, read);

            Assert.Equal(Bits(rounded), Bits(read));
            Assert.InRange(code.Length, rounded.Length + 2, rounded.Length + 6);
        }
    }

    /// <summary>Whether a value is computed in a vector or after the last whole one.</summary>
    [Fact]
    public void A_value_is_rounded_alike_whatever_follows_it()
    {
        var exact = Draw("signed").First(block => block.Length >= 128)[..128];
        exact[0] = 1e10f;
        var whole = Rounded(exact, 256);

        for (var length = 1; length < 128; length++)
        {
            Assert.Equal(Bits(whole[..length]), Bits(Rounded(exact[..length], 256)));
        }
    }

    [Theory]
    [InlineData(1.03f)]
    [InlineData(-1.1f)]
    [InlineData(3e-5f)]
    [InlineData(-7e-6f)]
    [InlineData(5e-7f)]
    public void Rounding_is_right_on_average(float value)
    {
        const int Times = 2000;
        var sum = 0.0;
        var squares = 0.0;
        for (var i = 0; i < Times; i++)
        {
            // The block's largest is 1.5, and one is negative.
            var block = Enumerable.Repeat(value, EightBits.Block).Prepend(1.5f).Prepend(-1f).Take(EightBits.Block).ToArray();
            foreach (var rounded in Rounded(block, i * EightBits.Block).Skip(2))
            {
                sum += rounded - (double)value;
                squares += Math.Pow(rounded - (double)value, 2);
            }
        }

        var count = Times * (EightBits.Block - 2);
        Assert.NotEqual(0, squares);
        Assert.InRange(Math.Abs(sum) / Math.Sqrt(squares), 0, 4);
        Assert.InRange(Math.Sqrt(squares / count) / Math.Abs(value), 0, Math.Abs(value) > 1e-4 ? 0.0625 : 10);
    }

    [Fact]
    public void Where_none_is_negative_no_value_becomes_zero()
    {
        float[] squares = [1, .. Enumerable.Range(0, 100).Select(i => MathF.Pow(2, -i)), 0];

        var rounded = Rounded(squares, 0);

        Assert.All(rounded[..^1], value => Assert.True(value > 0));
        Assert.Equal(0, rounded[^1]);
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    [InlineData(float.NegativeInfinity)]
    public void A_block_with_what_is_no_number_is_none_and_the_others_are_as_they_were(float value)
    {
        var exact = Enumerable.Range(0, 300).Select(i => (float)i).ToArray();
        var without = Rounded(exact, 0);
        exact[130] = value;
        var with = Rounded(exact, 0);
        var read = new float[300];
        var code = new byte[EightBitCode.Length(300)];
        EightBitCode.Write(with, code);
        EightBitCode.Read(code, read);

        Assert.All(with[128..256], v => Assert.True(float.IsNaN(v)));
        Assert.Equal(without[..128].Concat(without[256..]), with[..128].Concat(with[256..]));
        Assert.Equal(Bits(with), Bits(read));
    }

    [Fact]
    public void What_was_not_rounded_is_not_sent_as_bytes() => Assert.Throws<InvalidOperationException>(
        () => EightBitCode.Write([1.01f], new byte[EightBitCode.Length(1)]));

    [Fact]
    public void A_scale_that_no_block_has_is_refused()
    {
        var code = new byte[EightBitCode.Length(1)];
        BinaryPrimitives.WriteUInt16LittleEndian(code, (127 + 93 + 1) << 1);

        Assert.Throws<InvalidDataException>(() => EightBitCode.Read(code, new float[1]));
    }

    [Fact]
    public void Blocks_begin_at_multiples_of_their_size() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => EightBits.Round(new float[4], 16));

    private static float[] Rounded(float[] exact, int place)
    {
        float[] values = [.. exact];
        EightBits.Round(values, place);
        return values;
    }

    /// <summary>All numbers of the block's scale, by their codes.</summary>
    private static float[] Numbers(float[] exact)
    {
        var scale = EightBitScale.Of(exact.Select(BitConverter.SingleToUInt32Bits).ToArray())!.Value;
        return [.. Enumerable.Range(0, 256).Select(Number)];

        float Number(int code)
        {
            byte[] bytes = [(byte)scale.Code, (byte)(scale.Code >> 8), (byte)code];
            var number = new float[1];
            EightBitCode.Read(bytes, number);
            return number[0];
        }
    }

    private static IEnumerable<float[]> Draw(string name)
    {
        var random = new Random(1);
        foreach (var length in new[] { 1, 5, 127, 128 })
        {
            for (var i = 0; i < 20; i++)
            {
                yield return [.. Enumerable.Range(0, length).Select(_ => Blocks[name](random))];
            }
        }
    }

    private static uint[] Bits(float[] values) => [.. values.Select(BitConverter.SingleToUInt32Bits)];
}
