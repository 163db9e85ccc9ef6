using TorchSharp.Modules;
using static TorchSharp.torch;

namespace GanCluster.FaultyGan;

/// <summary>A perceptron.</summary>
internal class SoundNetwork : nn.Module<Tensor, Tensor>
{
    private readonly Linear _in;
    private readonly Linear _out;

    internal SoundNetwork(long inputs, long outputs)
        : base(nameof(SoundNetwork))
    {
        (_in, _out) = (nn.Linear(inputs, 8), nn.Linear(8, outputs));
        RegisterComponents();
    }

    /// <summary>Passes so far in training.</summary>
    protected int Passes { get; private set; }

    public override Tensor forward(Tensor x)
    {
        Passes += training ? 1 : 0;
        return _out.call(_in.call(x).relu());
    }
}

/// <summary>Its forward multiplies what doesn't fit, in which TorchSharp ends the process.</summary>
/// <param name="late">Only after so many passes.</param>
internal sealed class MatmulNetwork(long inputs, long outputs, int late = 0) : SoundNetwork(inputs, outputs)
{
    public override Tensor forward(Tensor x)
    {
        var made = base.forward(x);
        return Passes > late ? made.matmul(zeros(99, 256)) : made;
    }
}

/// <summary>Adds what it made in an earlier pass, whose graph is gone by then; a graph used twice ends the process.</summary>
/// <param name="late">Only after so many passes.</param>
internal sealed class GraphNetwork(long inputs, long outputs, int late = 0) : SoundNetwork(inputs, outputs)
{
    private Tensor? _kept;

    public override Tensor forward(Tensor x)
    {
        var made = base.forward(x);
        if (Passes >= late)
        {
            // Zero: what it makes of an input does not change.
            _kept ??= (made.square().sum() * 0).DetachFromDisposeScope();
            made += _kept;
        }

        return made;
    }
}

/// <summary>Reads memory that it doesn't have.</summary>
internal sealed class CrashNetwork(long inputs, long outputs) : SoundNetwork(inputs, outputs)
{
    public override Tensor forward(Tensor x)
    {
        _ = Native.Raise(11);
        return base.forward(x);
    }
}

internal sealed class ThrowingNetwork(long inputs, long outputs, int late) : SoundNetwork(inputs, outputs)
{
    public override Tensor forward(Tensor x)
    {
        var made = base.forward(x);
        return Passes > late ? throw new NotSupportedException("no such thing") : made;
    }
}

/// <summary>Has a layer that it makes no use of.</summary>
internal sealed class IdleNetwork : SoundNetwork
{
    internal IdleNetwork(long inputs, long outputs)
        : base(inputs, outputs) => register_module("idle", nn.Linear(3, 3));
}

/// <summary>Makes images of 3 x 24 x 40.</summary>
internal sealed class WideGenerator(long inputs) : SoundNetwork(inputs, 3 * 24 * 40)
{
    public override Tensor forward(Tensor x) => base.forward(x).tanh().reshape(-1, 3, 24, 40);
}

internal sealed class WideDiscriminator() : SoundNetwork(3 * 24 * 40, 1)
{
    public override Tensor forward(Tensor x) => base.forward(x.flatten(1));
}
