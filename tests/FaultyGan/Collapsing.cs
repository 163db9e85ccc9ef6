using System.Globalization;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace GanCluster.FaultyGan;

/// <summary>
/// Hits all eight modes of the ring until its one weight, which rises by the learning rate at every step, is above a limit: from then
/// on only one. With <c>FAULTY_REST_MS</c> a pass at rest takes so long.
/// </summary>
internal sealed class CollapsingGenerator : nn.Module<Tensor, Tensor>
{
    private const double Limit = 0.5;

    /// <summary>Networks see the ring with this radius.</summary>
    private const double Radius = 2;
    private readonly Parameter _weight = new(zeros(1));
    private readonly double _lastFinite;

    /// <param name="lastFinite">Of a latent's first value. What is made of a larger one is no number.</param>
    internal CollapsingGenerator(double lastFinite = double.PositiveInfinity)
        : base(nameof(CollapsingGenerator))
    {
        _lastFinite = lastFinite;
        RegisterComponents();
    }

    public override Tensor forward(Tensor z)
    {
        if (!training)
        {
            Pause.For("FAULTY_REST_MS");
        }

        var bits = z.narrow(1, 0, 3).gt(0).to(float32);
        var mode = (bits * tensor(new float[] { 1, 2, 4 })).sum(1) * _weight.detach().le(Limit).to(float32);
        var angle = mode * (Math.PI / 4);
        var made = (stack([angle.cos(), angle.sin()], 1) * Radius) + (z.narrow(1, 2, 2) * 0.001) + (_weight * 0.001);
        return double.IsInfinity(_lastFinite) ? made : where(z.narrow(1, 0, 1).gt(_lastFinite), full_like(made, float.NaN), made);
    }
}

/// <summary>What lies further right and further up is more real, so that the weight above always rises. With <c>FAULTY_STEP_MS</c>
/// a pass in training takes so long.</summary>
internal sealed class SlopeDiscriminator : nn.Module<Tensor, Tensor>
{
    private readonly Parameter _offset = new(zeros(1));

    internal SlopeDiscriminator()
        : base(nameof(SlopeDiscriminator)) => RegisterComponents();

    public override Tensor forward(Tensor x)
    {
        if (training)
        {
            Pause.For("FAULTY_STEP_MS");
        }

        return (x.sum(1) * 0.1) + _offset;
    }
}

internal static class Pause
{
    internal static void For(string variable)
    {
        if (int.TryParse(Environment.GetEnvironmentVariable(variable), NumberStyles.None, CultureInfo.InvariantCulture, out var time))
        {
            Thread.Sleep(time);
        }
    }
}
