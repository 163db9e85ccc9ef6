using GanCluster.Training.Images.Decoding;

namespace GanCluster.Training.Tests.Images.Decoding;

public sealed class ImageKindSpecs
{
    [Fact]
    public void A_file_is_what_its_first_bytes_say()
    {
        Assert.Equal(ImageKind.Png, ImageKinds.Of(PngBytes.Of(1, 8, PngBytes.Grey, [[1]])));
        Assert.Equal(ImageKind.Jpeg, ImageKinds.Of(SkiaFiles.Jpeg(1, 1, [1])));
        Assert.Equal(ImageKind.WebP, ImageKinds.Of(SkiaFiles.WebP(1, 1, [1, 1, 1, 255], isLossless: true)));
        Assert.Equal(ImageKind.Gif, ImageKinds.Of("GIF87a"u8));
        Assert.Equal(ImageKind.Bmp, ImageKinds.Of(BmpBytes.Of(1, 1, 24, [1, 2, 3, 0])));
    }

    [Fact]
    public void Texts_that_begin_alike_are_none() =>
        Assert.All(
            (string[])["", "BM", "BMW builds motors, as we know", "GIF is a format", "PNG", "RIFF....WAVEfmt ", "\xFF\xFE text"],
            text => Assert.Null(ImageKinds.Of(System.Text.Encoding.Latin1.GetBytes(text))));

    [Theory]
    [InlineData("a.png", true)]
    [InlineData("A.JPeG", true)]
    [InlineData("b.jpg", true)]
    [InlineData("c/d.webp", true)]
    [InlineData("e.gif", true)]
    [InlineData("f.bmp", true)]
    [InlineData("g.tiff", false)]
    [InlineData("png", false)]
    public void Names_promise(string name, bool isImage) => Assert.Equal(isImage, ImageKinds.IsPromisedBy(name));
}
