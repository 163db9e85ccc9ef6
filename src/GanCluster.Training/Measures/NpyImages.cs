using System.Runtime.InteropServices;
using GanCluster.Core;
using GanCluster.Training.Images;
using GanCluster.Training.Networks;

namespace GanCluster.Training.Measures;

/// <summary>
/// Reads images from NumPy's array format: bytes, or fp32 in [-1, 1]; (N, H, W), or (N, C, H, W) with one channel or three.
/// </summary>
public static class NpyImages
{
    /// <exception cref="UserInputException">The file is missing, truncated, or holds something else.</exception>
    public static ImageBytes Read(string path)
    {
        try
        {
            using var stream = File.OpenRead(path);
            var header = NpyHeader.Read(stream, path);
            var (shape, where) = (Shape(header, path), $"the images of '{path}'");
            var values = ReadValues(stream, path, header);
            return header.Type == NpyHeader.Bytes
                ? new ImageBytes(shape, values, where)
                : ImageBytes.Of(shape, Checked(MemoryMarshal.Cast<byte, float>(values), path), where);
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

    private static ImageShape Shape(NpyHeader header, string path) => header.Shape switch
    {
        [> 0, var height and > 0, var width and > 0] => new ImageShape(1, height, width),
        [> 0, var channels and (1 or 3), var height and > 0, var width and > 0] => new ImageShape(channels, height, width),
        _ => throw new UserInputException(
            $"'{path}' has the shape ({header.ShapeText}): save images as (N, H, W), or (N, C, H, W) with 1 or 3 channels"),
    };

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
