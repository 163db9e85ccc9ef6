using System.Runtime.InteropServices;
using System.Text;
using GanCluster.Core;
using GanCluster.Training.Images;
using GanCluster.Training.Measures;
using GanCluster.Training.Networks;

namespace GanCluster.Training.Tests.Measures;

public sealed class NpyImagesSpecs : IDisposable
{
    private readonly string _path = Path.GetTempFileName();

    public void Dispose() => File.Delete(_path);

    [Theory]
    [InlineData("(2, 28, 28)", 1)]
    [InlineData("(2, 1, 28, 28)", 1)]
    [InlineData("(2, 28, 28)", 2)]
    [InlineData("(2, 28, 28)", 3)]
    public void Bytes_are_read_as_they_are(string shape, byte version)
    {
        var pixels = Enumerable.Range(0, 2 * 784).Select(i => (byte)(i * 7)).ToArray();
        Write("|u1", shape, pixels, version);
        Assert.Equal(pixels, NpyImages.Read(_path).Pixels);
    }

    [Fact]
    public void Colours_and_other_sizes_are_read()
    {
        var pixels = Enumerable.Range(0, 2 * 3 * 24 * 40).Select(i => (byte)(i * 7)).ToArray();
        Write("|u1", "(2, 3, 24, 40)", pixels);
        var images = NpyImages.Read(_path);
        Assert.Equal((2, new ImageShape(3, 24, 40)), (images.Count, images.Shape));
        Assert.Equal(pixels, images.Pixels);
    }

    [Fact]
    public void For_the_classifier_images_of_32_lose_a_border_of_two()
    {
        var pixels = new byte[2 * 1024];
        (pixels[(2 * 32) + 2], pixels[1024 + (29 * 32) + 29], pixels[1024 + 31]) = (10, 20, 99);
        Write("|u1", "(2, 32, 32)", pixels);
        var inner = GreyImages.Of(NpyImages.Read(_path), "the images").Pixels;
        Assert.Equal((10, 20, 30), (inner[0], inner[^1], inner.Sum(p => p)));
    }

    [Fact]
    public void What_sample_writes_is_read_and_rounded_as_its_PNG_is()
    {
        var values = Enumerable.Range(0, 784).Select(i => (i / 391.5f) - 1).ToArray();
        using (var stream = File.Create(_path))
        {
            Npy.Write(stream, [1, 1, 28, 28], values);
        }

        Assert.Equal(values.Select(ImageGrid.ToPixel), NpyImages.Read(_path).Pixels);
    }

    [Theory]
    [InlineData("|u1", "(2, 28)", 56, "has the shape")]
    [InlineData("|u1", "(0, 28, 28)", 0, "has the shape")]
    [InlineData("|u1", "(1, 2, 28, 28)", 1568, "has the shape")]
    [InlineData("|u1", "(2, 28, 28)", 1567, "1567 bytes after its header, which says 1568")]
    [InlineData("|u1", "(2, 28, 28)", 1569, "1569 bytes")]
    [InlineData("|u1", "(999999999, 28, 28)", 784, "784 bytes")]
    [InlineData("|u1", "(99999999999, 28, 28)", 784, "has the shape")]
    [InlineData("<f8", "(1, 28, 28)", 6272, "holds <f8")]
    [InlineData("|i1", "(1, 28, 28)", 784, "holds |i1")]
    [InlineData("<f4", "(1, 28, 28)", 3136, "values from 0 to 0")]
    public void What_is_no_set_of_images_is_refused(string type, string shape, int bytes, string expected)
    {
        Write(type, shape, new byte[bytes]);
        Refused(expected);
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(1.5f)]
    [InlineData(-127)]
    public void Floats_outside_their_range_are_refused(float value)
    {
        var values = Enumerable.Repeat(-0.5f, 784).ToArray();
        values[400] = value;
        Write("<f4", "(1, 28, 28)", MemoryMarshal.AsBytes(values.AsSpan()).ToArray());
        Refused("save float32 in [-1, 1], or uint8");
    }

    [Fact]
    public void Other_files_and_cut_ones_are_refused()
    {
        File.WriteAllText(_path, "no array at all");
        Refused("is no .npy file");
        Write("|u1", "(1, 28, 28)", new byte[784]);
        var whole = File.ReadAllBytes(_path);
        foreach (var length in new[] { 0, 5, 9, 40 })
        {
            File.WriteAllBytes(_path, whole[..length]);
            Refused("truncated");
        }

        Write("|u1", "(1, 28, 28)", new byte[784], order: "True");
        Refused("in Fortran order");
        File.WriteAllBytes(_path, [0x93, .. "NUMPY"u8, 2, 0, 255, 255, 255, 255]);
        Refused("has a header of");
        File.WriteAllBytes(_path, [0x93, .. "NUMPY"u8, 1, 0, 2, 0, (byte)'{', (byte)'}']);
        Refused("describes no plain array");
        File.Delete(_path);
        Refused("can't be read");
    }

    private void Refused(string expected)
    {
        var message = Assert.Throws<UserInputException>(() => NpyImages.Read(_path)).Message;
        Assert.Contains(expected, message, StringComparison.Ordinal);
        Assert.Contains(_path, message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', message);
    }

    private void Write(string type, string shape, byte[] values, byte version = 1, string order = "False")
    {
        var header = Encoding.ASCII.GetBytes($"{{'descr': '{type}', 'fortran_order': {order}, 'shape': {shape}, }}\n");
        byte[] length = version == 1
            ? [(byte)header.Length, (byte)(header.Length >> 8)]
            : [(byte)header.Length, (byte)(header.Length >> 8), 0, 0];
        File.WriteAllBytes(_path, [0x93, .. "NUMPY"u8, version, 0, .. length, .. header, .. values]);
    }
}
