using System.Text;
using GanCluster.Core.Hashing;

namespace GanCluster.Core.Tests.Hashing;

public class Hash128Specs
{
    [Theory]
    [InlineData("", "00000000000000000000000000000000")]
    [InlineData("The quick brown fox jumps over the lazy dog", "e34bbc7bbc071b6c7a433ca9c49a9347")]
    [InlineData("hello", "cbd8a7b341bd9b025b1e906a48ae1d19")]
    public void Hashes_are_those_of_MurmurHash3(string text, string expected)
    {
        Assert.Equal(expected, Hash128.Of(Encoding.ASCII.GetBytes(text)).ToString());
    }

    [Fact]
    public void Chunks_of_any_sizes_give_the_same_hash()
    {
        var random = new Random(1);
        var bytes = new byte[1000];
        random.NextBytes(bytes);
        for (var trial = 0; trial < 200; trial++)
        {
            var builder = new Hash128Builder();
            var length = random.Next(bytes.Length);
            for (var start = 0; start < length;)
            {
                var chunk = Math.Min(random.Next(40), length - start);
                builder.Append(bytes.AsSpan(start, chunk));
                start += chunk;
            }

            Assert.Equal(Hash128.Of(bytes.AsSpan(0, length)), builder.ToHash());
        }
    }

    [Fact]
    public void A_hash_may_be_taken_before_more_is_appended()
    {
        var builder = new Hash128Builder();
        builder.Append("hel"u8);
        builder.ToHash();
        builder.Append("lo"u8);

        Assert.Equal(Hash128.Of("hello"u8), builder.ToHash());
    }

    [Fact]
    public void Every_bit_matters()
    {
        var bytes = new byte[67];
        var seen = new HashSet<Hash128> { Hash128.Of(bytes) };
        for (var bit = 0; bit < bytes.Length * 8; bit++)
        {
            bytes[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.True(seen.Add(Hash128.Of(bytes)));
            bytes[bit / 8] = 0;
        }
    }
}
