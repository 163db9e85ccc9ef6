using System.Collections;

namespace TorchSharp.Utils;

/// <summary>A CPU tensor's elements in row-major order of its shape, whatever its strides.</summary>
public sealed unsafe class TensorAccessor<T> : IDisposable, IEnumerable<T>
    where T : unmanaged
{
    private readonly torch.Tensor _tensor;
    private readonly T* _data;

    internal TensorAccessor(torch.Tensor tensor)
    {
        _tensor = tensor;
        _data = (T*)tensor.Describe().Data;
    }

    public long Count => _tensor.numel();

    public T this[params long[] indices]
    {
        get => _data[Offset(indices)];
        set => _data[Offset(indices)] = value;
    }

    public T[] ToArray()
    {
        var result = new T[Count];
        CopyTo(result.AsSpan());
        return result;
    }

    public void CopyTo(T[] array, int arrayIndex = 0, long tensorIndex = 0) =>
        CopyTo(array.AsSpan(), arrayIndex, tensorIndex);

    /// <summary>Copies what fits.</summary>
    public void CopyTo(Span<T> array, int arrayIndex = 0, long tensorIndex = 0)
    {
        var target = array[arrayIndex..];
        var length = (int)Math.Min(target.Length, Count - tensorIndex);
        if (_tensor.is_contiguous())
        {
            new ReadOnlySpan<T>(_data + tensorIndex, length).CopyTo(target);
            return;
        }

        for (var i = 0; i < length; i++)
        {
            target[i] = _data[LinearOffset(tensorIndex + i)];
        }
    }

    public void CopyFrom(T[] array, int arrayIndex = 0, long tensorIndex = 0) =>
        CopyFrom((ReadOnlySpan<T>)array, arrayIndex, tensorIndex);

    /// <summary>Copies what fits.</summary>
    public void CopyFrom(ReadOnlySpan<T> array, int arrayIndex = 0, long tensorIndex = 0)
    {
        var source = array[arrayIndex..];
        var length = (int)Math.Min(source.Length, Count - tensorIndex);
        for (var i = 0; i < length; i++)
        {
            _data[LinearOffset(tensorIndex + i)] = source[i];
        }
    }

    public IEnumerator<T> GetEnumerator() => ((IEnumerable<T>)ToArray()).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public void Dispose()
    {
    }

    private long Offset(long[] indices)
    {
        if (indices.Length == 1)
        {
            return LinearOffset(indices[0]);
        }

        var (shape, strides) = (_tensor.shape, _tensor.stride());
        long offset = 0;
        for (var i = 0; i < shape.Length; i++)
        {
            if (indices[i] < 0 || indices[i] >= shape[i])
            {
                throw new IndexOutOfRangeException($"{indices[i]} >= {shape[i]} in dimension {i}.");
            }

            offset += indices[i] * strides[i];
        }

        return offset;
    }

    private long LinearOffset(long index)
    {
        if (index < 0 || index >= Count)
        {
            throw new IndexOutOfRangeException($"{index} in a collection of {Count} elements.");
        }

        if (_tensor.is_contiguous())
        {
            return index;
        }

        var (shape, strides) = (_tensor.shape, _tensor.stride());
        long offset = 0;
        for (var i = shape.Length - 1; i >= 0; i--)
        {
            index = Math.DivRem(index, shape[i], out var position);
            offset += position * strides[i];
        }

        return offset;
    }
}
