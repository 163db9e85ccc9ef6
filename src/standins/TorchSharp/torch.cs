using System.Runtime.InteropServices;

namespace TorchSharp;

/// <summary>The functions that PyTorch has in its module torch.</summary>
public static partial class torch
{
    /// <summary>The version that libtorch's headers give, marked as the stand-in's: <c>1.13.0+standin</c>.</summary>
    public static unsafe string __version__ =>
        Marshal.PtrToStringUTF8((nint)NativeMethods.ts_version()) + "+standin";

    /// <summary>Null where the thread has none.</summary>
    public static DisposeScope? CurrentDisposeScope => DisposeScopeManager.ThreadSingleton.CurrentDisposeScope;

    /// <summary>Catches the tensors made on this thread until it is disposed.</summary>
    public static DisposeScope NewDisposeScope() => DisposeScopeManager.ThreadSingleton.NewDisposeScope();

    /// <summary>Runs the expression in a scope of its own and keeps its result alone.</summary>
    public static Tensor WrappedTensorDisposeScope(Func<Tensor> expr)
    {
        using var scope = NewDisposeScope();
        return expr().MoveToOuterDisposeScope();
    }

    /// <summary>Of the threads that share one operator's work.</summary>
    public static int get_num_threads() => (int)NativeMethods.ts_num_threads();

    public static void set_num_threads(int num) => NativeMethods.Check(NativeMethods.ts_set_num_threads(num));

    public static bool cuda_is_available() => cuda.is_available();

    /// <summary>The stand-in has no CUDA.</summary>
    public static class cuda
    {
        public static bool is_available() => false;

        public static int device_count() => 0;
    }
}
