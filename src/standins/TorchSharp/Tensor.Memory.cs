using TorchSharp.Utils;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        private static readonly Operator Clone = new("clone");
        private static readonly Operator Contiguous = new("contiguous");
        private static readonly Operator CopyInto = new("copy_");
        private static readonly Operator SetSource = new("set_.source_Tensor");
        private static readonly Operator ToType = new("to.dtype");
        private static readonly Operator ToDevice = new("to.device");

        /// <summary>The memory itself, valid as long as the tensor; only of a contiguous tensor on the CPU.</summary>
        public unsafe Span<byte> bytes
        {
            get
            {
                var description = Describe();
                RequireContiguous(description);
                var length = description.Elements * description.ElementSize;
                return length <= int.MaxValue
                    ? new Span<byte>(description.Data, (int)length)
                    : throw new ArgumentException("Span size cannot be more than 2 GB.");
            }

            set
            {
                var target = bytes;
                if (target.Length != value.Length)
                {
                    throw new ArgumentException("Mismatched data sizes in SetBytes().");
                }

                value.CopyTo(target);
            }
        }

        public TensorAccessor<T> data<T>()
            where T : unmanaged
        {
            if (dtype != ToScalarType(typeof(T)))
            {
                throw new ArgumentException($"{typeof(T).Name} is not compatible with {dtype}");
            }

            return new TensorAccessor<T>(this);
        }

        public T item<T>()
            where T : unmanaged =>
            NumberOfElements == 1
                ? data<T>()[0]
                : throw new ArgumentException("Number of elements in the tensor must be 1");

        /// <summary>Another reference to the same native tensor, to be disposed on its own.</summary>
        public Tensor alias()
        {
            var result = new Tensor(NativeMethods.ts_alias(Handle));
            GC.KeepAlive(this);
            return result;
        }

        public Tensor clone() => Clone.Call(this, Argument.None);

        /// <summary>Shares the memory if it is contiguous already.</summary>
        public Tensor contiguous() => Contiguous.Call(this, 0);

        public Tensor copy_(Tensor source, bool nonBlocking = false) => CopyInto.Change(this, source, nonBlocking);

        /// <summary>Makes this tensor use the memory, shape and strides of another.</summary>
        public Tensor set_(Tensor source) => SetSource.Change(this, source);

        public Tensor to_type(ScalarType type, bool copy = false, bool disposeAfter = false, bool non_blocking = false) =>
            DisposingAfter(disposeAfter, ToType.Call(this, (long)type, non_blocking, copy, Argument.None));

        public Tensor to(ScalarType type, bool copy = false, bool disposeAfter = false, bool non_blocking = false) =>
            to_type(type, copy, disposeAfter, non_blocking);

        public Tensor to(
            ScalarType type, Device device, bool copy = false, bool disposeAfter = false, bool non_blocking = false) =>
            DisposingAfter(disposeAfter, ToDevice.Call(
                this, InitializeDevice(device), (long)type, non_blocking, copy, Argument.None));

        public Tensor to(Device device, bool copy = false, bool disposeAfter = false, bool non_blocking = false) =>
            to(dtype, device, copy, disposeAfter, non_blocking);

        public Tensor to(
            DeviceType deviceType,
            int deviceIndex = -1,
            bool copy = false,
            bool disposeAfter = false,
            bool non_blocking = false) =>
            to(new Device(deviceType, deviceIndex), copy, disposeAfter, non_blocking);

        public Tensor type_as(Tensor tensor) => to_type(tensor.dtype);

        public Tensor cpu() => to(CPU);

        private static void RequireContiguous(in Description description)
        {
            if (description.IsContiguous == 0)
            {
                throw new InvalidOperationException("Bytes() called on non-contiguous tensor.");
            }

            if ((DeviceType)description.DeviceType != DeviceType.CPU)
            {
                throw new InvalidOperationException(
                    "Reading data from non-CPU memory is not supported. Move or copy the tensor to the cpu before reading.");
            }
        }

        private Tensor DisposingAfter(bool disposeAfter, Tensor result)
        {
            if (disposeAfter)
            {
                Dispose();
            }

            return result;
        }
    }
}
