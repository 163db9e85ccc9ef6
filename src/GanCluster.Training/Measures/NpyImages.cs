using System.Runtime.InteropServices;
using GanCluster.Core;
using GanCluster.Training.Images;

namespace GanCluster.Training.Measures;

/// <summary>Reads images from NumPy's array format: bytes, or fp32 in [-1, 1]; (N, H, W) or (N, 1, H, W).</summary>
public static class NpyImages
{
    /// <exception cref="UserInputException">The file is missing, truncated, or holds something else.</exception>
    public static GreyImages Read(string path)
    {
        try
        {
            using var stream = File.OpenRead(path);
            var header = NpyHeader.Read(stream, path);
            CheckShape(header, path);
            var values = ReadValues(stream, path, header);
            var side = header.Shape[^1];
            return header.Type == NpyHeader.Bytes
                ? GreyImages.Of(values, side, $"the images of '{path}'")
                : GreyImages.Of(Checked(MemoryMarshal.Cast<byte, float>(values), path), side, $"the images of '{path}'");
        }
        catch (EndOfStreamException e)
        {
            throw new UserInputException($"'{path}' is truncated: write it again", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UserInputException($"'{path}' can't be read ({e.Message}): check that it is there and readable", e);
        }
    }

    private static void CheckShape(NpyHeader header, string path)
    {
        if (!(header.Shape is [> 0, > 0, > 0] or [> 0, 1, > 0, > 0] && header.Shape[^1] == header.Shape[^2]))
        {
            throw new UserInputException(
                $"'{path}' has the shape ({header.ShapeText}): save grey images as (N, H, W) or (N, 1, H, W), with H equal to W");
        }
    }

    private static byte[] ReadValues(FileStream stream, string path, NpyHeader header)
    {
        var left = stream.Length - stream.Position;
        if (header.ValueBytes != left || left > Array.MaxLength)
        {
            throw new UserInputException(
                $"'{path}' holds {left} bytes after its header, which says {header.ValueBytes}: write it again, below 2 GB");
        }

        var values = new byte[(int)left];
        stream.ReadExactly(values);
        return values;
    }

    private static ReadOnlySpan<float> Checked(ReadOnlySpan<float> values, string path)
    {
        var range = new ValueRange();
        range.Add(values);
        range.Check(path);
        return values;
    }
}
