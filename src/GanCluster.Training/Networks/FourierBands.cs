using static TorchSharp.torch;

namespace GanCluster.Training.Networks;

/// <summary>(N, C) to (N, C + 2 C bands): x with sin and cos of 2^k pi/2 x for each band k (Tancik et al., 2020).</summary>
internal sealed class FourierBands(int bands) : nn.Module<Tensor, Tensor>(nameof(FourierBands))
{
    private Tensor? _frequencies;

    public override Tensor forward(Tensor x)
    {
        using var scope = NewDisposeScope();
        return Waves(x).Features.MoveToOuterDisposeScope();
    }

    /// <returns>What x becomes; and the slope of each wave by the value that it is of, (N, bands, 2, C).</returns>
    public (Tensor Features, Tensor Slopes) WithSlopes(Tensor x)
    {
        var (features, sin, cos) = Waves(x);
        var frequencies = Frequencies(x);
        return (features, stack([cos * frequencies, -(sin * frequencies)], 2));
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _frequencies?.Dispose();
        }

        base.Dispose(disposing);
    }

    private (Tensor Features, Tensor Sin, Tensor Cos) Waves(Tensor x)
    {
        var phase = x.unsqueeze(1) * Frequencies(x);
        var (sin, cos) = (phase.sin(), phase.cos());
        return (cat([x, stack([sin, cos], 2).reshape(x.shape[0], -1)], 1), sin, cos);
    }

    /// <summary>(bands, 1), where x is and of its type.</summary>
    private Tensor Frequencies(Tensor x)
    {
        if (_frequencies is null || _frequencies.dtype != x.dtype || _frequencies.device != x.device)
        {
            _frequencies?.Dispose();
            _frequencies = tensor([.. Enumerable.Range(0, bands).Select(k => Math.PI / 2 * (1 << k))], [bands, 1])
                .to(x.dtype, x.device).DetachFromDisposeScope();
        }

        return _frequencies;
    }
}
