using System.Diagnostics;
using GanCluster.Training.Data;
using GanCluster.Training.Images;
using GanCluster.Training.Images.Scaling;
using GanCluster.Training.Tests.Images.Decoding;

namespace GanCluster.Training.Tests.Data;

/// <summary>A folder's digest goes by what is in its images and their classes alone.</summary>
public sealed class SameBytesSpecs : IDisposable
{
    private static readonly ImageTerms Terms = new(16, 16, ImageFit.Crop, Rgb.White);

    private readonly TempFolder _temp = new();

    public void Dispose() => _temp.Dispose();

    [Fact]
    public void The_order_in_which_files_were_made_does_not_matter()
    {
        Write(_temp.File("a"), Files());
        Write(_temp.File("b"), Files().Reverse());

        Assert.Equal(Digest(_temp.File("a")), Digest(_temp.File("b")));
    }

    [Fact]
    public void Another_file_system_does_not_matter()
    {
        const string memory = "/dev/shm";
        if (!Directory.Exists(memory))
        {
            return;
        }

        var there = Path.Combine(memory, Path.GetFileName(_temp.Path));
        try
        {
            Write(_temp.File("a"), Files());
            Write(there, Files());
            Assert.Equal(Digest(_temp.File("a")), Digest(there));
        }
        finally
        {
            Directory.Delete(there, recursive: true);
        }
    }

    [Fact]
    public void Links_to_files_and_to_classes_do_not_matter()
    {
        Write(_temp.File("a"), Files());
        Directory.CreateDirectory(_temp.File("files/one"));
        Directory.CreateDirectory(_temp.File("files/two"));
        Directory.CreateDirectory(_temp.File("folders"));
        foreach (var (name, _) in Files())
        {
            File.CreateSymbolicLink(_temp.File($"files/{name}"), _temp.File($"a/{name}"));
        }

        Directory.CreateSymbolicLink(_temp.File("folders/one"), _temp.File("a/one"));
        Directory.CreateSymbolicLink(_temp.File("folders/two"), _temp.File("files/two"));
        Directory.CreateSymbolicLink(_temp.File("whole"), _temp.File("folders"));

        foreach (var other in (string[])["files", "folders", "whole"])
        {
            Assert.Equal(Digest(_temp.File("a")), Digest(_temp.File(other)));
        }
    }

    [Fact]
    public void Names_within_a_class_matter_by_their_order_alone()
    {
        Write(_temp.File("a"), Files());
        Write(_temp.File("b"), Files().Select(file => ("z" + file.Name.Replace("/", "/ü"), file.Bytes)));
        Write(_temp.File("c"), Files().Select(file => (file.Name.Replace("one/1.", "two/1."), file.Bytes)));

        Assert.Equal(Digest(_temp.File("a")), Digest(_temp.File("b")));
        Assert.NotEqual(Digest(_temp.File("a")), Digest(_temp.File("c")));
    }

    /// <summary>.NET's vector instructions, and those that libjpeg-turbo may use, where it was built to be asked.</summary>
    [Fact]
    public void Without_vector_instructions_the_bytes_are_the_same()
    {
        Write(_temp.File("a"), Files());

        Assert.Equal(Digest(_temp.File("a")), DigestBy(("DOTNET_EnableHWIntrinsic", "0"), ("JSIMD_FORCENONE", "1")));
    }

    private string DigestBy(params (string Name, string Value)[] variables)
    {
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet")
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            ArgumentList = { typeof(Program).Assembly.Location, _temp.File("a"), _temp.File("other-cache") },
        };
        foreach (var (name, value) in variables)
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        using var late = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        using var kill = late.Token.Register(() => process.Kill(entireProcessTree: true));
        var line = process.StandardOutput.ReadToEnd().Trim();
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
        return line;
    }

    private string Digest(string folder)
    {
        using var images = ImageCache.Open(folder, Terms, _temp.File("cache"), new SilentPreparation(), CancellationToken.None);
        Assert.Equal(3, images.Channels);
        return images.Sha256(withLabels: true);
    }

    private static void Write(string folder, IEnumerable<(string Name, byte[] Bytes)> files)
    {
        foreach (var (name, bytes) in files)
        {
            var path = Path.Combine(folder, name);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllBytes(path, bytes);
        }
    }

    /// <summary>Of every kind, in several sizes and two classes.</summary>
    private static IEnumerable<(string Name, byte[] Bytes)> Files()
    {
        foreach (var (i, width) in ((int[])[17, 40, 121]).Index())
        {
            byte[] rgba = [.. Enumerable.Range(0, width * 30 * 4).Select(j => (byte)((j * j / 7) + (j * i)))];
            byte[] opaque = [.. rgba.Select((value, j) => j % 4 == 3 ? (byte)255 : value)];
            yield return ($"one/{i}.png", PngBytes.Of(width, 8, PngBytes.ColourAlpha, [.. rgba.Chunk(width * 4)]));
            yield return ($"one/{i}.jpg", SkiaFiles.ColourJpeg(width, 30, opaque));
            yield return ($"two/{i}.webp", SkiaFiles.WebP(width, 30, rgba, isLossless: false));
            yield return ($"two/{i}l.webp", SkiaFiles.WebP(width, 30, rgba, isLossless: true));
            yield return ($"two/{i}.bmp", BmpBytes.Of(width, 30, 32, rgba, masks: [0xFF0000, 0xFF00, 0xFF, 0xFF000000]));
        }
    }
}
