namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        private static readonly Operator View = new("view");
        private static readonly Operator Reshape = new("reshape");
        private static readonly Operator Narrow = new("narrow");
        private static readonly Operator Select = new("select.int");
        private static readonly Operator Slice = new("slice.Tensor");
        private static readonly Operator Permute = new("permute");
        private static readonly Operator Transpose = new("transpose.int");
        private static readonly Operator Unsqueeze = new("unsqueeze");
        private static readonly Operator Squeeze = new("squeeze");
        private static readonly Operator SqueezeDimension = new("squeeze.dim");
        private static readonly Operator Flatten = new("flatten.using_ints");
        private static readonly Operator Expand = new("expand");
        private static readonly Operator Repeat = new("repeat");
        private static readonly Operator IndexSelect = new("index_select");

        /// <summary>The tensor without its first dimension, at this index of it.</summary>
        [System.Runtime.CompilerServices.IndexerName("TensorItems")]
        public Tensor this[long i1]
        {
            get => select(0, i1);
            set => select(0, i1).copy_(value);
        }

        /// <summary>Throws if the strides do not allow the shape without a copy.</summary>
        public Tensor view(params long[] shape) => View.Call(this, shape);

        public Tensor view_as(Tensor other) => view(other.shape);

        public Tensor reshape(params long[] shape) => Reshape.Call(this, shape);

        public Tensor narrow(long dim, long start, long length) => Narrow.Call(this, dim, start, length);

        public Tensor select(long dim, long index) => Select.Call(this, dim, index);

        public Tensor slice(long dim, long start, long finish, long step) => Slice.Call(this, dim, start, finish, step);

        public Tensor permute(params long[] permutation) => Permute.Call(this, permutation);

        public Tensor transpose(long dim0, long dim1) => Transpose.Call(this, dim0, dim1);

        public Tensor t() => transpose(0, 1);

        public Tensor unsqueeze(long dim) => Unsqueeze.Call(this, dim);

        public Tensor squeeze(long? dim = null) =>
            dim is { } one ? SqueezeDimension.Call(this, one) : Squeeze.Call(this);

        public Tensor flatten(long start_dim = 0, long end_dim = -1) => Flatten.Call(this, start_dim, end_dim);

        public Tensor expand(ReadOnlySpan<long> sizes, bool isImplicit = false) => expand(sizes.ToArray(), isImplicit);

        public Tensor expand(long[] sizes, bool isImplicit = false) => Expand.Call(this, sizes, isImplicit);

        public Tensor expand(params long[] sizes) => Expand.Call(this, sizes, false);

        public Tensor expand_as(Tensor other) => expand(other.shape);

        public Tensor repeat(params long[] sizes) => Repeat.Call(this, sizes);

        public Tensor index_select(long dim, Tensor index) => IndexSelect.Call(this, dim, index);
    }
}
