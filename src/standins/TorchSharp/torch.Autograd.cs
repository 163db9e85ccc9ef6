namespace TorchSharp;

public static partial class torch
{
    public static IDisposable no_grad() => new AutoGradMode(false);

    public static IDisposable enable_grad(bool enabled = true) => new AutoGradMode(enabled);

    public static IDisposable set_grad_enabled(bool mode = true) => new AutoGradMode(mode);

    public static bool is_grad_enabled() => NativeMethods.ts_grad_mode() != 0;

    public static partial class autograd
    {
        /// <summary>
        /// The outputs' gradients with respect to the inputs, one each. An unused input's is a tensor whose IsInvalid is
        /// true, if allow_unused. To differentiate the result again ask for both create_graph and retain_graph.
        /// </summary>
        public static unsafe IList<Tensor> grad(
            IList<Tensor> outputs,
            IList<Tensor> inputs,
            IList<Tensor>? grad_outputs = null,
            bool retain_graph = false,
            bool create_graph = false,
            bool allow_unused = false)
        {
            var (outs, ins, seeds) = (Handles(outputs), Handles(inputs), Handles(grad_outputs));
            var gradients = new nint[ins.Length];
            fixed (nint* o = outs, i = ins, s = seeds, g = gradients)
            {
                NativeMethods.Check(NativeMethods.ts_autograd_grad(
                    o, outs.Length, i, ins.Length, s, seeds.Length,
                    Flag(retain_graph), Flag(create_graph), Flag(allow_unused), g));
            }

            GC.KeepAlive((outputs, inputs, grad_outputs));
            return Array.ConvertAll(gradients, gradient => new Tensor(gradient)).ToList();
        }

        public static unsafe void backward(
            IList<Tensor> tensors,
            IList<Tensor>? grad_tensors = null,
            bool? retain_graph = null,
            bool create_graph = false,
            IList<Tensor>? inputs = null)
        {
            var (outs, seeds, ins) = (Handles(tensors), Handles(grad_tensors), Handles(inputs));
            fixed (nint* o = outs, s = seeds, i = ins)
            {
                NativeMethods.Check(NativeMethods.ts_autograd_backward(
                    o, outs.Length, s, seeds.Length, Flag(retain_graph ?? create_graph), Flag(create_graph), i, ins.Length));
            }

            GC.KeepAlive((tensors, grad_tensors, inputs));
        }

        private static nint[] Handles(IList<Tensor>? tensors) => tensors?.Select(tensor => tensor.Handle).ToArray() ?? [];

        private static long Flag(bool value) => value ? 1 : 0;
    }

    /// <summary>Sets whether this thread records operations, and puts it back when disposed.</summary>
    private sealed class AutoGradMode : IDisposable
    {
        private readonly long _before = NativeMethods.ts_grad_mode();

        internal AutoGradMode(bool enabled)
        {
            NativeMethods.ts_set_grad_mode(enabled ? 1 : 0);
        }

        public void Dispose() => NativeMethods.ts_set_grad_mode(_before);
    }
}
