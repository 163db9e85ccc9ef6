using System.Runtime.InteropServices;

namespace TorchSharp;

/// <summary>The C++ file. It is loaded at the first call, so that environment variables set before that count.</summary>
internal static unsafe partial class NativeMethods
{
    private const string Library = "TorchSharpStandIn";

    [LibraryImport(Library)]
    internal static partial byte* ts_version();

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial long ts_find(string name, string overload, nint* handle);

    [LibraryImport(Library)]
    internal static partial long ts_call(nint op, NativeArgument* arguments, long count, nint* results, long capacity);

    [LibraryImport(Library)]
    internal static partial void ts_release(nint tensor);

    [LibraryImport(Library)]
    internal static partial nint ts_alias(nint tensor);

    [LibraryImport(Library)]
    internal static partial long ts_describe(nint tensor, Description* description);

    [LibraryImport(Library)]
    internal static partial long ts_requires_grad(nint tensor);

    [LibraryImport(Library)]
    internal static partial long ts_set_requires_grad(nint tensor, long value);

    [LibraryImport(Library)]
    internal static partial long ts_is_leaf(nint tensor);

    [LibraryImport(Library)]
    internal static partial long ts_grad(nint tensor, nint* gradient);

    [LibraryImport(Library)]
    internal static partial long ts_set_grad(nint tensor, nint gradient);

    [LibraryImport(Library)]
    internal static partial long ts_autograd_grad(
        nint* outputs, long outputCount, nint* inputs, long inputCount, nint* seeds, long seedCount,
        long retainGraph, long createGraph, long allowUnused, nint* results);

    [LibraryImport(Library)]
    internal static partial long ts_autograd_backward(
        nint* outputs, long outputCount, nint* seeds, long seedCount,
        long retainGraph, long createGraph, nint* inputs, long inputCount);

    [LibraryImport(Library)]
    internal static partial long ts_grad_mode();

    [LibraryImport(Library)]
    internal static partial void ts_set_grad_mode(long enabled);

    [LibraryImport(Library)]
    internal static partial long ts_num_threads();

    [LibraryImport(Library)]
    internal static partial long ts_set_num_threads(long count);

    [LibraryImport(Library)]
    private static partial byte* ts_error();

    /// <summary>Turns a negative result into the exception TorchSharp throws for an error of libtorch.</summary>
    internal static long Check(long result) =>
        result >= 0 ? result : throw new ExternalException(Marshal.PtrToStringUTF8((nint)ts_error()));
}
