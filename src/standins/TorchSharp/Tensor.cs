namespace TorchSharp;

public static partial class torch
{
    /// <summary>A tensor of libtorch: its lifetime and its place in a dispose scope.</summary>
    public partial class Tensor : IDisposable
    {
        private static long _totalCount;
        private static long _peakCount;
        private nint _handle;

        /// <summary>Takes over the native reference.</summary>
        internal Tensor(nint handle)
        {
            _handle = handle;
            _peakCount = Math.Max(Interlocked.Increment(ref _totalCount), _peakCount);
            OwningDisposeScope = DisposeScopeManager.ThreadSingleton.Register(this);
        }

        ~Tensor() => Dispose(false);

        /// <summary>How many tensors of all threads are not yet disposed or finalized.</summary>
        public static long TotalCount => Interlocked.Read(ref _totalCount);

        public static long PeakCount => _peakCount;

        /// <summary>True once disposed, and for a gradient that does not exist.</summary>
        public bool IsInvalid => _handle == 0;

        public nint Handle =>
            _handle != 0 ? _handle : throw new InvalidOperationException("Tensor invalid -- empty handle.");

        public string? name { get; set; }

        internal DisposeScope? OwningDisposeScope { get; set; }

        public Tensor MoveToOuterDisposeScope()
        {
            OwningDisposeScope?.MoveToOuter(this);
            return this;
        }

        public Tensor MoveToOtherDisposeScope(Tensor other) => MoveToOtherDisposeScope(other.OwningDisposeScope);

        public Tensor MoveToOtherDisposeScope(DisposeScope? other)
        {
            if (OwningDisposeScope is not null)
            {
                OwningDisposeScope.MoveToOther(other, this);
            }
            else
            {
                other?.Attach(this);
            }

            return this;
        }

        public Tensor DetachFromDisposeScope()
        {
            OwningDisposeScope?.Detach(this);
            return this;
        }

        public void Dispose()
        {
            Dispose(true);
            GC.SuppressFinalize(this);
        }

        public override string ToString() =>
            $"[{string.Join('x', shape)}], type = {dtype}, device = {device}";

        public override bool Equals(object? obj) => ReferenceEquals(this, obj);

        public override int GetHashCode() => base.GetHashCode();

        protected virtual void Dispose(bool disposing)
        {
            if (_handle == 0)
            {
                return;
            }

            // A finalizer runs only when no scope holds the tensor any more.
            if (disposing)
            {
                DisposeScopeManager.ThreadSingleton.Disposing(this);
                OwningDisposeScope?.MarkAsDisposed(this);
            }

            Interlocked.Decrement(ref _totalCount);
            NativeMethods.ts_release(_handle);
            _handle = 0;
        }
    }
}
