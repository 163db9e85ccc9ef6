using static TorchSharp.torch;

namespace GanCluster.Training.Networks;

/// <summary>(N, C) to (N, C + 2 C bands): x with sin and cos of 2^k pi/2 x for each band k (Tancik et al., 2020).</summary>
internal sealed class FourierBands(int bands) : nn.Module<Tensor, Tensor>(nameof(FourierBands))
{
    public override Tensor forward(Tensor x)
    {
        using var scope = NewDisposeScope();
        var parts = new List<Tensor> { x };
        for (var k = 0; k < bands; k++)
        {
            var phase = x * (Math.PI / 2 * (1 << k));
            parts.Add(phase.sin());
            parts.Add(phase.cos());
        }

        return cat(parts, 1).MoveToOuterDisposeScope();
    }
}
