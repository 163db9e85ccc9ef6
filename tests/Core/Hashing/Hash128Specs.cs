using System.IO.Hashing;
using System.Text;
using GanCluster.Core.Hashing;

namespace GanCluster.Core.Tests.Hashing;

public class Hash128Specs
{
    /// <summary>As xxHash's own <c>xxhsum -H2</c> prints them.</summary>
    [Theory]
    [InlineData("", "99aa06d3014798d86001c324468d497f")]
    [InlineData("hello", "b5e9c1ad071b3e7fc779cfaa5e523818")]
    public void Hashes_are_those_of_XXH3(string text, string expected) =>
        Assert.Equal(expected, Hash128.Of(Encoding.ASCII.GetBytes(text)).ToString());

    [Fact]
    public void What_is_appended_in_parts_has_the_hash_of_the_whole()
    {
        var hash = new XxHash128();
        hash.Append("hel"u8);
        Assert.Equal(Hash128.Of("hel"u8), Hash128.Of(hash));
        hash.Append("lo"u8);
        Assert.Equal(Hash128.Of("hello"u8), Hash128.Of(hash));
    }
}
