using GanCluster.Core;

namespace GanCluster.Training.Data;

/// <summary>Grey images as values in [-1, 1], centred on a larger square of -1 if need be.</summary>
public sealed class ImageDataSource : IDataSource
{
    private const float Background = -1;

    private readonly byte[] _pixels;
    private readonly int _count;
    private readonly int _height;
    private readonly int _width;
    private readonly int _size;
    private readonly Func<long, long> _indexAt;
    private readonly int[]? _labels;

    /// <param name="images">(N, H, W).</param>
    /// <param name="size">Height and width of a sample; at least the images' own, with the same border on opposite sides.</param>
    /// <param name="indexAt">The run's order of samples: position to index.</param>
    /// <param name="labels">One an image, below <paramref name="classes"/>; null without labels.</param>
    /// <exception cref="UserInputException">There are no images, they don't fit the size, or the labels don't fit
    /// them.</exception>
    public ImageDataSource(IdxData images, int size, Func<long, long> indexAt, int[]? labels = null, int classes = 0)
    {
        if (images.Shape is not [> 0 and var count, > 0 and var height, > 0 and var width])
        {
            throw new UserInputException(
                $"a data set has the shape [{string.Join(", ", images.Shape)}]: "
                + "use an IDX file of images (count, height, width)");
        }

        if (size < height || size < width || (size - height) % 2 != 0 || (size - width) % 2 != 0)
        {
            throw new UserInputException($"images of {height} x {width} can't be centred on {size} x {size}: "
                + "use a network whose size is larger by an even number, or equal, or resize the images");
        }

        if (labels is not null && (labels.Length != count || labels.Max() >= classes))
        {
            throw new UserInputException($"{count} images have {labels.Length} labels up to {labels.Max()}: "
                + $"give each a label from 0 to {classes - 1}, or the run more 'classes'");
        }

        (_pixels, _count, _height, _width) = (images.Values, count, height, width);
        (_size, _indexAt, _labels) = (size, indexAt, labels);
    }

    public long? Count => _count;

    public IReadOnlyList<long> Shape => [1, _size, _size];

    public int ValuesPerSample => _size * _size;

    public long IndexAt(long position) => _indexAt(position);

    public int LabelOf(long index) => _labels?[index] ?? throw new InvalidOperationException("the data has no labels");

    public void Copy(long index, Span<float> sample)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(sample.Length, ValuesPerSample);
        var pixels = _pixels.AsSpan(checked((int)(index * _height * _width)), _height * _width);
        sample.Fill(Background);
        var (top, left) = ((_size - _height) / 2, (_size - _width) / 2);
        for (var y = 0; y < _height; y++)
        {
            PixelValues.Of(pixels.Slice(y * _width, _width), sample.Slice(((top + y) * _size) + left, _width));
        }
    }
}
