using System.Runtime.CompilerServices;

namespace TorchSharp;

/// <summary>An operator of libtorch, such as <c>add.Tensor</c>; looked up at its first call.</summary>
internal sealed unsafe class Operator(string name)
{
    private const int MaxWordsOnStack = 512;

    private nint _handle;

    /// <summary>Calls the operator and wraps the tensor it returns, which may share its memory with an argument.</summary>
    internal torch.Tensor Call(params ReadOnlySpan<Argument> arguments)
    {
        nint result;
        Invoke(arguments, &result, 1);
        return new torch.Tensor(result);
    }

    /// <summary>Calls an operator that returns two tensors.</summary>
    internal (torch.Tensor First, torch.Tensor Second) CallForTwo(params ReadOnlySpan<Argument> arguments)
    {
        var results = stackalloc nint[2];
        Invoke(arguments, results, 2);
        return (new torch.Tensor(results[0]), new torch.Tensor(results[1]));
    }

    /// <summary>Calls an operator that changes its first argument, and returns that.</summary>
    internal torch.Tensor Change(torch.Tensor self, params ReadOnlySpan<Argument> others)
    {
        var buffer = default(ArgumentBuffer);
        Span<Argument> arguments = buffer;
        arguments[0] = self;
        others.CopyTo(arguments[1..]);
        Invoke(arguments[..(others.Length + 1)], null, 0);
        return self;
    }

    private void Invoke(ReadOnlySpan<Argument> arguments, nint* results, long capacity)
    {
        var words = 0;
        foreach (ref readonly var argument in arguments)
        {
            words += ListWords(argument.Native);
        }

        Span<long> lists = words <= MaxWordsOnStack ? stackalloc long[words] : new long[words];
        fixed (long* list = lists)
        {
            var natives = stackalloc NativeArgument[arguments.Length];
            var next = list;
            for (var i = 0; i < arguments.Length; i++)
            {
                natives[i] = arguments[i].Native;
                if (arguments[i].Native.Tag is >= ArgumentTag.Ints and not ArgumentTag.Device)
                {
                    natives[i].Payload = (long)next;
                    CopyList(arguments[i].Owner!, next);
                    next += ListWords(natives[i]);
                }
            }

            NativeMethods.Check(NativeMethods.ts_call(Handle(), natives, arguments.Length, results, capacity));
        }
    }

    private nint Handle()
    {
        if (_handle == 0)
        {
            var parts = name.Split('.');
            nint handle;
            NativeMethods.Check(NativeMethods.ts_find("aten::" + parts[0], parts.Length > 1 ? parts[1] : "", &handle));
            _handle = handle;
        }

        return _handle;
    }

    private static int ListWords(in NativeArgument argument) => argument.Tag switch
    {
        ArgumentTag.Ints or ArgumentTag.Doubles or ArgumentTag.Tensors => (int)argument.Length,
        ArgumentTag.String => (int)(argument.Length + sizeof(long) - 1) / sizeof(long),
        _ => 0,
    };

    private static void CopyList(object values, long* target)
    {
        switch (values)
        {
            case long[] ints:
                ints.CopyTo(new Span<long>(target, ints.Length));
                break;
            case double[] doubles:
                doubles.CopyTo(new Span<double>(target, doubles.Length));
                break;
            case byte[] text:
                text.CopyTo(new Span<byte>(target, text.Length));
                break;
            case torch.Tensor[] tensors:
                for (var i = 0; i < tensors.Length; i++)
                {
                    target[i] = tensors[i].Handle;
                }

                break;
        }
    }

    [InlineArray(8)]
    private struct ArgumentBuffer
    {
        private Argument _first;
    }
}
