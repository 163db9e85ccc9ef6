using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace GanCluster.Training.Libtorch;

/// <summary>
/// libtorch's gradients by tensors that may have none. TorchSharp (0.107) makes an object of each that is none, which it counts among
/// the live tensors and never takes off again; here they are null.
/// </summary>
internal static class Autograd
{
    private static readonly Lazy<Grad> Native = new(() => Marshal.GetDelegateForFunctionPointer<Grad>(
        NativeLibrary.GetExport(NativeLibrary.Load("LibTorchSharp", typeof(Tensor).Assembly, null), "THSAutograd_grad")));

    private delegate nint Allocate(nuint length);

    private unsafe delegate void Grad(
        nint* outputs,
        long outputCount,
        nint* inputs,
        long inputCount,
        nint* shares,
        long shareCount,
        [MarshalAs(UnmanagedType.U1)] bool retainGraph,
        [MarshalAs(UnmanagedType.U1)] bool createGraph,
        [MarshalAs(UnmanagedType.U1)] bool allowUnused,
        Allocate allocate);

    /// <param name="outputs">With graphs: libtorch ends a process that gives it others.</param>
    /// <param name="shares">Of the number that the gradients are of, by the outputs.</param>
    /// <param name="inputs">That a graph can begin with.</param>
    public static unsafe Tensor?[] Gradients(
        IReadOnlyList<Tensor> outputs, IReadOnlyList<Tensor> shares, IReadOnlyList<Tensor> inputs, bool retainGraph, bool createGraph)
    {
        var made = new nint[inputs.Count];
        fixed (nint* o = Handles(outputs), i = Handles(inputs), s = Handles(shares), m = made)
        {
            var results = (nint)m;
            Allocate allocate = _ => results;
            Native.Value(o, outputs.Count, i, inputs.Count, s, shares.Count, retainGraph, createGraph, allowUnused: true, allocate);
            GC.KeepAlive(allocate);
        }

        GC.KeepAlive((outputs, shares, inputs));
        return Array.ConvertAll(made, handle => handle == 0 ? null : Tensor.UnsafeCreateTensor(handle));
    }

    private static nint[] Handles(IReadOnlyList<Tensor> tensors) => [.. tensors.Select(tensor => tensor.Handle)];
}
