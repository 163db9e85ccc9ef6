using System.Runtime.InteropServices;

namespace TorchSharp;

/// <summary>What the native side tells of a tensor in one call. The pointers live as long as the tensor.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct Description
{
    public long* Sizes;
    public long* Strides;
    public void* Data;
    public long Dimensions;
    public long Elements;
    public long ElementSize;
    public long StorageOffset;
    public int ScalarType;
    public int DeviceType;
    public int DeviceIndex;
    public int IsContiguous;
}
