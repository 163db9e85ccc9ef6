using GanCluster.Core;
using GanCluster.Training.Data.Folders;
using GanCluster.Training.Images;

namespace GanCluster.Training.Data;

/// <summary>What shapes of arrays are samples.</summary>
internal static class NpyShape
{
    /// <returns>(C, H, W) for images, else what follows the number of samples.</returns>
    /// <exception cref="UserInputException">They are in another order, too few, or bytes that are no images.</exception>
    public static long[] OfSample(NpyHeader header, string path)
    {
        var shape = header.Shape;
        if (shape.Count < 2 || shape.Any(size => size <= 0) || header.ValueBytes / shape[0] > Array.MaxLength)
        {
            throw Refused(header, path, "save images as (N, C, H, W), or other samples as (N, ...)");
        }

        if (shape is [_, not (1 or 3), _, 1 or 3])
        {
            throw Refused(header, path, "that is (N, H, W, C); save (N, C, H, W), as images.transpose(0, 3, 1, 2).copy()");
        }

        if (header.Type == NpyHeader.Bytes && shape is not ([_, _, _] or [_, 1 or 3, _, _]))
        {
            throw Refused(header, path, "save uint8 images as (N, C, H, W) with C of 1 or 3, or grey ones as (N, H, W)");
        }

        if (shape[0] < ImageLayout.HeldOutOf)
        {
            throw Refused(header, path, "every tenth sample is to be held out; save ten or more");
        }

        return shape is [_, var height, var width] ? [1, height, width] : [.. shape.Skip(1).Select(size => (long)size)];
    }

    private static UserInputException Refused(NpyHeader header, string path, string fix) =>
        new($"'{path}' has the shape ({header.ShapeText}): {fix}");
}
