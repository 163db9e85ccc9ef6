namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        private static readonly Operator Sum = new("sum");
        private static readonly Operator SumDimensions = new("sum.dim_IntList");
        private static readonly Operator Mean = new("mean");
        private static readonly Operator MeanDimensions = new("mean.dim");
        private static readonly Operator Variance = new("var");
        private static readonly Operator VarianceDimensions = new("var.dim");
        private static readonly Operator Max = new("max");
        private static readonly Operator MaxDimension = new("max.dim");
        private static readonly Operator Min = new("min");
        private static readonly Operator MinDimension = new("min.dim");
        private static readonly Operator AMax = new("amax");
        private static readonly Operator AMin = new("amin");
        private static readonly Operator ArgMax = new("argmax");
        private static readonly Operator ArgMin = new("argmin");
        private static readonly Operator Norm = new("norm.Scalar");
        private static readonly Operator NormDimension = new("norm.ScalarOpt_dim");
        private static readonly Operator Softmax = new("softmax.int");
        private static readonly Operator LogSoftmax = new("log_softmax.int");

        public Tensor sum(ScalarType? type = null) => Sum.Call(this, type);

        public Tensor sum(long[] dim, bool keepdim = false, ScalarType? type = null) =>
            SumDimensions.Call(this, dim, keepdim, type);

        public Tensor sum(ReadOnlySpan<long> dim, bool keepdim = false, ScalarType? type = null) =>
            sum(dim.ToArray(), keepdim, type);

        public Tensor sum(long dim, bool keepdim = false, ScalarType? type = null) => sum(new[] { dim }, keepdim, type);

        public Tensor sum(long dim0, long dim1, bool keepdim = false, ScalarType? type = null) =>
            sum(new[] { dim0, dim1 }, keepdim, type);

        public Tensor sum(long dim0, long dim1, long dim2, bool keepdim = false, ScalarType? type = null) =>
            sum(new[] { dim0, dim1, dim2 }, keepdim, type);

        public Tensor mean() => Mean.Call(this, Argument.None);

        public Tensor mean(long[] dimensions, bool keepdim = false, ScalarType? type = null) =>
            MeanDimensions.Call(this, dimensions, keepdim, type);

        public Tensor var(bool unbiased = true) => Variance.Call(this, unbiased);

        public Tensor var(long[] dimensions, bool unbiased = true, bool keepdim = false, ScalarType? type = null) =>
            VarianceDimensions.Call(type is { } wanted ? to(wanted) : this, dimensions, unbiased, keepdim);

        public Tensor var(
            ReadOnlySpan<long> dimensions, bool unbiased = true, bool keepdim = false, ScalarType? type = null) =>
            var(dimensions.ToArray(), unbiased, keepdim, type);

        public Tensor var(long dim, bool unbiased = true, bool keepdim = false, ScalarType? type = null) =>
            var(new[] { dim }, unbiased, keepdim, type);

        public Tensor max() => Max.Call(this);

        public Tensor max(Tensor other) => maximum(other);

        public (Tensor values, Tensor indexes) max(long dim, bool keepdim = false) =>
            MaxDimension.CallForTwo(this, dim, keepdim);

        public Tensor min() => Min.Call(this);

        public Tensor min(Tensor other) => minimum(other);

        public (Tensor values, Tensor indexes) min(long dim, bool keepdim = false) =>
            MinDimension.CallForTwo(this, dim, keepdim);

        public Tensor amax(params long[] dims) => AMax.Call(this, dims, false);

        public Tensor amin(params long[] dims) => AMin.Call(this, dims, false);

        public Tensor argmax() => ArgMax.Call(this, Argument.None, false);

        public Tensor argmax(long dim, bool keepdim = false) => ArgMax.Call(this, dim, keepdim);

        public Tensor argmin() => ArgMin.Call(this, Argument.None, false);

        public Tensor argmin(long dim, bool keepdim = false) => ArgMin.Call(this, dim, keepdim);

        public Tensor norm(float p = 2.0f) => Norm.Call(this, (double)p);

        public Tensor norm(int dim, bool keepdim = false, float p = 2.0f) =>
            NormDimension.Call(this, (double)p, new[] { (long)dim }, keepdim);

        public Tensor softmax(long dim, ScalarType? dtype = null) => Softmax.Call(this, dim, dtype);

        public Tensor log_softmax(long dim, ScalarType? dtype = null) => LogSoftmax.Call(this, dim, dtype);
    }
}
