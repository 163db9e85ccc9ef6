using System.Buffers.Binary;
using GanCluster.Training.Libtorch;

namespace GanCluster.Training.Tests.Libtorch;

public class ElfVersionsSpecs
{
    private static readonly string[] Versions = ["GLIBC_2.2.5", "GLIBC_2.14", "GLIBCXX_3.4", "GLIBCXX_3.4.32"];

    [Fact]
    public void The_hash_is_the_ABIs() => Assert.Equal(0x0297f842u, ElfVersions.Hash("GLIBCXX_3.4.32"));

    [Fact]
    public void One_bit_makes_a_requirement_weak_and_nothing_else_changes()
    {
        var expected = MadeUpLibrary.Requiring(Versions);
        expected[MadeUpLibrary.LastFlags] = 2;

        var file = MadeUpLibrary.Requiring(Versions);
        Assert.True(ElfVersions.Weaken(file, "GLIBCXX_3.4.32"));
        Assert.Equal(expected, file);
        Assert.False(ElfVersions.Weaken(file, "GLIBCXX_3.4.32"));
        Assert.Equal(expected, file);
    }

    [Theory]
    [InlineData("GLIBC_2.2.5")]
    [InlineData("GLIBC_2.14")]
    [InlineData("GLIBCXX_3.4")]
    public void Each_requirement_of_each_library_is_found(string version)
    {
        var file = MadeUpLibrary.Requiring(Versions);
        Assert.True(ElfVersions.Weaken(file, version));
        Assert.Equal(0, file[MadeUpLibrary.LastFlags]);
    }

    [Fact]
    public void A_version_that_is_not_required_changes_nothing()
    {
        var file = MadeUpLibrary.Requiring(Versions);
        Assert.False(ElfVersions.Weaken(file, "GLIBCXX_3.4.31"));
        Assert.Equal(MadeUpLibrary.Requiring(Versions), file);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(4)]
    [InlineData(5)]
    public void A_file_of_another_kind_stays_as_it_is(int changed)
    {
        var file = MadeUpLibrary.Requiring(Versions);
        file[changed]++;
        var before = file.ToArray();
        Assert.False(ElfVersions.Weaken(file, "GLIBCXX_3.4.32"));
        Assert.Equal(before, file);
    }

    [Fact]
    public void A_file_cut_off_anywhere_before_the_requirement_stays_as_it_is()
    {
        var whole = MadeUpLibrary.Requiring(Versions);
        for (var length = 0; length < whole.Length; length++)
        {
            var file = whole[..length];
            Assert.False(ElfVersions.Weaken(file, "GLIBCXX_3.4.32"));
            Assert.Equal(whole[..length], file);
        }
    }

    [Theory]
    [InlineData(40)] // the sections
    [InlineData(64 + 64 + 24)] // the requirements
    public void An_offset_beyond_the_file_is_not_followed(int offset)
    {
        foreach (var beyond in (long[])[long.MaxValue, long.MaxValue - 64, -1, long.MinValue, 1L << 32])
        {
            var file = MadeUpLibrary.Requiring(Versions);
            BinaryPrimitives.WriteInt64LittleEndian(file.AsSpan(offset), beyond);
            Assert.False(ElfVersions.Weaken(file, "GLIBCXX_3.4.32"));
        }
    }
}
