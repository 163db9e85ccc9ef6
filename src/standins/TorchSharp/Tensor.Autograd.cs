namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        private static readonly Operator Detach = new("detach");

        public bool requires_grad
        {
            get
            {
                var result = NativeMethods.Check(NativeMethods.ts_requires_grad(Handle));
                GC.KeepAlive(this);
                return result != 0;
            }

            set
            {
                NativeMethods.Check(NativeMethods.ts_set_requires_grad(Handle, value ? 1 : 0));
                GC.KeepAlive(this);
            }
        }

        public bool is_leaf
        {
            get
            {
                var result = NativeMethods.Check(NativeMethods.ts_is_leaf(Handle));
                GC.KeepAlive(this);
                return result != 0;
            }
        }

        /// <summary>Null before the first backward pass; each read makes a new reference, to be disposed on its own.</summary>
        public unsafe Tensor? grad
        {
            get
            {
                nint gradient;
                NativeMethods.Check(NativeMethods.ts_grad(Handle, &gradient));
                GC.KeepAlive(this);
                return gradient == 0 ? null : new Tensor(gradient);
            }

            set
            {
                NativeMethods.Check(NativeMethods.ts_set_grad(Handle, value?.Handle ?? 0));
                GC.KeepAlive(this);
                GC.KeepAlive(value);
            }
        }

        public Tensor requires_grad_(bool requires_grad = true)
        {
            this.requires_grad = requires_grad;
            return this;
        }

        public Tensor with_requires_grad(bool requires_grad = true) => requires_grad_(requires_grad);

        /// <summary>Shares the memory but not the graph.</summary>
        public Tensor detach() => Detach.Call(this);

        public void backward() => autograd.backward([this]);

        public void backward(
            IList<Tensor>? grad_tensors = null,
            bool retain_graph = false,
            bool create_graph = false,
            IList<Tensor>? inputs = null) =>
            autograd.backward([this], grad_tensors, retain_graph, create_graph, inputs);
    }
}
