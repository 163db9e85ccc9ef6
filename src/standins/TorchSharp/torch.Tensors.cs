using System.Runtime.InteropServices;

namespace TorchSharp;

public static partial class torch
{
    public static Tensor tensor(float scalar, Device? device = null, bool requires_grad = false) =>
        FromMemory([scalar], [], null, device, requires_grad);

    public static Tensor tensor(
        float[] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        FromMemory(rawArray, [rawArray.LongLength], dtype, device, requires_grad);

    public static Tensor tensor(
        float[] rawArray,
        ReadOnlySpan<long> dimensions,
        ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        FromMemory(rawArray, dimensions, dtype, device, requires_grad);

    public static Tensor tensor(double scalar, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        FromMemory([scalar], [], dtype, device, requires_grad);

    public static Tensor tensor(
        double[] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        FromMemory(rawArray, [rawArray.LongLength], dtype, device, requires_grad);

    public static Tensor tensor(
        double[] rawArray,
        ReadOnlySpan<long> dimensions,
        ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        FromMemory(rawArray, dimensions, dtype, device, requires_grad);

    public static Tensor tensor(int scalar, Device? device = null, bool requires_grad = false) =>
        FromMemory([scalar], [], null, device, requires_grad);

    public static Tensor tensor(
        int[] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        FromMemory(rawArray, [rawArray.LongLength], dtype, device, requires_grad);

    public static Tensor tensor(
        int[] rawArray,
        ReadOnlySpan<long> dimensions,
        ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        FromMemory(rawArray, dimensions, dtype, device, requires_grad);

    public static Tensor tensor(long scalar, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        FromMemory([scalar], [], dtype, device, requires_grad);

    public static Tensor tensor(
        long[] dataArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        FromMemory(dataArray, [dataArray.LongLength], dtype, device, requires_grad);

    public static Tensor tensor(
        long[] dataArray,
        ReadOnlySpan<long> dimensions,
        ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        FromMemory(dataArray, dimensions, dtype, device, requires_grad);

    public static Tensor tensor(byte scalar, Device? device = null, bool requires_grad = false) =>
        FromMemory([scalar], [], null, device, requires_grad);

    public static Tensor tensor(
        byte[] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        FromMemory(rawArray, [rawArray.LongLength], dtype, device, requires_grad);

    public static Tensor tensor(
        byte[] rawArray,
        ReadOnlySpan<long> dimensions,
        ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        FromMemory(rawArray, dimensions, dtype, device, requires_grad);

    public static Tensor tensor(bool scalar, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        FromMemory([scalar], [], dtype, device, requires_grad);

    public static Tensor tensor(
        bool[] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        FromMemory(rawArray, [rawArray.LongLength], dtype, device, requires_grad);

    public static Tensor tensor(
        bool[] rawArray,
        ReadOnlySpan<long> dimensions,
        ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        FromMemory(rawArray, dimensions, dtype, device, requires_grad);

    public static Tensor tensor(
        IList<float> rawArray,
        long rows, long columns,
        ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        FromMemory(rawArray.ToArray(), [rows, columns], dtype, device, requires_grad);

    public static Tensor tensor(
        IList<float> rawArray,
        long dim0, long dim1, long dim2,
        ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        FromMemory(rawArray.ToArray(), [dim0, dim1, dim2], dtype, device, requires_grad);

    public static Tensor tensor(
        IList<float> rawArray,
        long dim0, long dim1, long dim2, long dim3,
        ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        FromMemory(rawArray.ToArray(), [dim0, dim1, dim2, dim3], dtype, device, requires_grad);

    public static Tensor tensor(
        float[,] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        from_array(rawArray, dtype, device, requires_grad);

    /// <summary>Copies; TorchSharp shares the array's memory where the types are the same.</summary>
    public static Tensor from_array(Array rawArray, Device? device = null) => from_array(rawArray, null, device);

    public static unsafe Tensor from_array(
        Array rawArray, ScalarType? dtype, Device? device = null, bool requires_grad = false)
    {
        var elementType = ToScalarType(rawArray.GetType().GetElementType()!);
        var dimensions = Enumerable.Range(0, rawArray.Rank).Select(i => (long)rawArray.GetLength(i)).ToArray();
        fixed (byte* data = &MemoryMarshal.GetArrayDataReference(rawArray))
        {
            return FromPointer(data, elementType, dimensions, dtype, device, requires_grad);
        }
    }

    private static unsafe Tensor FromMemory<T>(
        T[] values, ReadOnlySpan<long> dimensions, ScalarType? dtype, Device? device, bool requires_grad)
        where T : unmanaged
    {
        long product = 1;
        foreach (var dimension in dimensions)
        {
            product *= dimension;
        }

        if (product > values.LongLength)
        {
            throw new ArgumentException(
                $"mismatched total size creating a tensor from an array: {product} vs. {values.LongLength}");
        }

        fixed (T* data = values)
        {
            return FromPointer(data, ToScalarType(typeof(T)), dimensions.ToArray(), dtype, device, requires_grad);
        }
    }

    private static unsafe Tensor FromPointer(
        void* data, ScalarType elementType, long[] dimensions, ScalarType? dtype, Device? device, bool requires_grad)
    {
        var result = empty(dimensions, elementType);
        var target = result.Describe();
        var length = target.Elements * target.ElementSize;
        Buffer.MemoryCopy(data, target.Data, length, length);
        var type = dtype ?? elementType;
        if (type != elementType || InitializeDevice(device).type != DeviceType.CPU)
        {
            result = result.to(type, InitializeDevice(device), disposeAfter: true);
        }

        return result.requires_grad_(requires_grad);
    }
}
