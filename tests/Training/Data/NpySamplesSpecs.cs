using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using GanCluster.Core;
using GanCluster.Training.Data;
using GanCluster.Training.Images;

namespace GanCluster.Training.Tests.Data;

public sealed class NpySamplesSpecs : IDisposable
{
    private readonly TempFolder _temp = new();

    private string Path => _temp.File("samples.npy");

    public void Dispose() => _temp.Dispose();

    [Fact]
    public void Bytes_become_the_values_that_an_image_s_have_and_every_tenth_is_held_out()
    {
        byte[] values = [.. Enumerable.Range(0, 20 * 12).Select(i => (byte)i)];
        Write("|u1", "(20, 3, 2, 2)", values);
        using var samples = Open();
        var (train, heldOut) = (samples.Source(ImageSplit.Train, p => p + 1), samples.Source(ImageSplit.HeldOut, p => p));

        Assert.Equal([3L, 2, 2], samples.Shape);
        Assert.Equal((18, 2, 18, 2), (samples.Count, samples.HeldOutCount, train.Count, heldOut.Count));
        Assert.Equal(Values(values, 8), Sample(train, 8));
        Assert.Equal(Values(values, 10), Sample(train, 9));
        Assert.Equal(Values(values, 18), Sample(train, 17));
        Assert.Equal(Values(values, 19), Sample(heldOut, 1));
        Assert.Equal(1, train.IndexAt(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => Sample(train, 18));
        Assert.Equal(
            Convert.ToHexStringLower(SHA256.HashData([.. values[..(9 * 12)], .. values[(10 * 12)..(19 * 12)]])),
            DataDigest.Of("any", false, train));
    }

    [Theory]
    [InlineData("(10, 2, 3)", new[] { 1L, 2, 3 })]
    [InlineData("(10, 1, 2, 3)", new[] { 1L, 2, 3 })]
    [InlineData("(10, 6)", new[] { 6L })]
    [InlineData("(10, 1, 1, 2, 3)", new[] { 1L, 1, 2, 3 })]
    public void Floats_of_every_shape_are_taken_as_they_are(string shape, long[] sample)
    {
        float[] values = [.. Enumerable.Range(0, 60).Select(i => (i / 30f) - 1)];
        Write("<f4", shape, MemoryMarshal.AsBytes<float>(values).ToArray());
        using var samples = Open();

        Assert.Equal(sample, samples.Shape);
        Assert.Equal(values[12..18], Sample(samples.Source(ImageSplit.Train, p => p), 2));
        Assert.Equal(values[54..], Sample(samples.Source(ImageSplit.HeldOut, p => p), 0));
    }

    [Fact]
    public void What_sample_writes_is_read()
    {
        float[] values = [.. Enumerable.Range(0, 120).Select(i => (i / 60f) - 1)];
        using (var stream = File.Create(Path))
        {
            Npy.Write(stream, [10, 3, 2, 2], values);
        }

        using var samples = Open();

        Assert.Equal(values[..12], Sample(samples.Source(ImageSplit.Train, p => p), 0));
    }

    [Theory]
    [InlineData("|u1", "(20, 2, 2, 3)", 240, "(20, 2, 2, 3): that is (N, H, W, C); save (N, C, H, W)")]
    [InlineData("<f4", "(20, 2, 2, 1)", 320, "(20, 2, 2, 1): that is (N, H, W, C)")]
    [InlineData("|u1", "(20, 2, 6, 2)", 480, "(20, 2, 6, 2): save uint8 images as (N, C, H, W) with C of 1 or 3")]
    [InlineData("|u1", "(20, 4)", 80, "(20, 4): save uint8 images as")]
    [InlineData("|u1", "(20,)", 20, "(20,): save images as (N, C, H, W)")]
    [InlineData("|u1", "(0, 3, 2, 2)", 0, "save images as (N, C, H, W)")]
    [InlineData("|u1", "(9, 3, 2, 2)", 108, "(9, 3, 2, 2): every tenth sample is to be held out; save ten or more")]
    [InlineData("|u1", "(10, 3, 999999999, 999999999)", 108, "save images as")]
    [InlineData("|u1", "(10, 3, 2, 2)", 119, "holds 119 bytes after its header, which says 120")]
    [InlineData("|u1", "(10, 3, 2, 2)", 121, "holds 121 bytes")]
    [InlineData("<f8", "(10, 3, 2, 2)", 960, "holds <f8: save uint8, or float32")]
    [InlineData(">f4", "(10, 3, 2, 2)", 480, "holds >f4")]
    [InlineData("<f4", "(10, 3, 2, 2)", 480, "has values from 0 to 0: save float32 in [-1, 1], or uint8")]
    public void What_is_no_set_of_samples_is_refused(string type, string shape, int bytes, string expected)
    {
        Write(type, shape, new byte[bytes]);
        Refused(expected);
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    [InlineData(1.1f)]
    [InlineData(-255)]
    public void A_value_out_of_range_is_refused_wherever_it_is(float value)
    {
        var values = Enumerable.Repeat(-0.5f, 120).ToArray();
        values[119] = value;
        Write("<f4", "(10, 3, 2, 2)", MemoryMarshal.AsBytes<float>(values).ToArray());
        Refused("save float32 in [-1, 1], or uint8");
    }

    [Fact]
    public void Fortran_order_another_file_and_none_are_refused()
    {
        Write("|u1", "(10, 3, 2, 2)", new byte[120], order: "True");
        Refused("in Fortran order");
        File.WriteAllText(Path, "no array at all");
        Refused("is no .npy file");
        File.Delete(Path);
        Refused("can't be read");
    }

    private static float[] Values(byte[] bytes, int sample) =>
        [.. bytes.Skip(sample * 12).Take(12).Select(value => (value / 127.5f) - 1)];

    private static float[] Sample(IDataSource source, long index)
    {
        var values = new float[source.ValuesPerSample];
        source.Copy(index, values);
        return values;
    }

    private NpySamples Open() => NpySamples.Open(Path, new SilentPreparation(), CancellationToken.None);

    private void Refused(string expected)
    {
        var message = Assert.Throws<UserInputException>(Open).Message;
        Assert.Contains(expected, message, StringComparison.Ordinal);
        Assert.Contains(Path, message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', message);
    }

    private void Write(string type, string shape, byte[] values, string order = "False")
    {
        var header = Encoding.ASCII.GetBytes($"{{'descr': '{type}', 'fortran_order': {order}, 'shape': {shape}, }}\n");
        byte[] length = [(byte)header.Length, (byte)(header.Length >> 8)];
        File.WriteAllBytes(Path, [0x93, .. "NUMPY"u8, 1, 0, .. length, .. header, .. values]);
    }
}
