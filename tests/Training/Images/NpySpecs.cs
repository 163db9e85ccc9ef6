using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;
using GanCluster.Training.Images;

namespace GanCluster.Training.Tests.Images;

public sealed class NpySpecs
{
    [Theory]
    [InlineData(new long[] { 2, 1, 3 }, "(2, 1, 3,)")]
    [InlineData(new long[] { 6 }, "(6,)")]
    public void The_header_describes_the_values_after_it(long[] shape, string tuple)
    {
        float[] values = [1, 2, 3, -4, 5.5f, float.NaN];
        var stream = new MemoryStream();
        Npy.Write(stream, shape, values);
        var file = stream.ToArray();

        Assert.Equal([0x93, .. "NUMPY"u8, 1, 0], file[..8]);
        var data = 10 + BinaryPrimitives.ReadUInt16LittleEndian(file.AsSpan(8));
        var header = Encoding.ASCII.GetString(file[10..data]);
        Assert.Equal(0, data % 64);
        Assert.Equal($"{{'descr': '<f4', 'fortran_order': False, 'shape': {tuple}, }}", header.TrimEnd('\n').TrimEnd(' '));
        Assert.EndsWith("\n", header, StringComparison.Ordinal);
        Assert.Equal(values, MemoryMarshal.Cast<byte, float>(file.AsSpan(data)).ToArray());
    }

    [Fact]
    public void The_header_stays_aligned_whatever_its_length()
    {
        for (long digits = 1; digits < 1_000_000_000_000_000; digits *= 10)
        {
            var stream = new MemoryStream();
            Npy.Write(stream, [0, digits, digits, digits], []);
            Assert.Equal(0, stream.Length % 64);
            Assert.Equal((byte)'\n', stream.ToArray()[^1]);
        }
    }

    [Fact]
    public void A_shape_that_does_not_fit_is_refused() =>
        Assert.Throws<ArgumentException>(() => Npy.Write(new MemoryStream(), [2, 2], new float[3]));
}
