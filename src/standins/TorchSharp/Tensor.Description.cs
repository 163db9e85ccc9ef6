namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        public long Dimensions => Describe().Dimensions;

        public long ndim => Dimensions;

        public long NumberOfElements => Describe().Elements;

        /// <summary>In bytes.</summary>
        public long ElementSize => Describe().ElementSize;

        public ScalarType dtype => (ScalarType)Describe().ScalarType;

        public DeviceType device_type => (DeviceType)Describe().DeviceType;

        public int device_index => Describe().DeviceIndex;

        public Device device => new(device_type, device_type == DeviceType.CPU ? -1 : device_index);

        public unsafe long[] shape
        {
            get
            {
                var description = Describe();
                var sizes = new ReadOnlySpan<long>(description.Sizes, (int)description.Dimensions).ToArray();
                GC.KeepAlive(this);
                return sizes;
            }
        }

        public long dim() => Dimensions;

        public long numel() => NumberOfElements;

        public long element_size() => ElementSize;

        public long[] size() => shape;

        public long size(int dim) => shape[dim < 0 ? dim + (int)Dimensions : dim];

        /// <summary>In elements, as is <see cref="storage_offset"/>.</summary>
        public unsafe long[] stride()
        {
            var description = Describe();
            var strides = new ReadOnlySpan<long>(description.Strides, (int)description.Dimensions).ToArray();
            GC.KeepAlive(this);
            return strides;
        }

        public long stride(int dim) => stride()[dim < 0 ? dim + (int)Dimensions : dim];

        public long storage_offset() => Describe().StorageOffset;

        public bool is_contiguous() => Describe().IsContiguous != 0;

        public bool is_cpu() => device_type == DeviceType.CPU;

        internal unsafe Description Describe()
        {
            Description description;
            NativeMethods.Check(NativeMethods.ts_describe(Handle, &description));
            GC.KeepAlive(this);
            return description;
        }
    }
}
