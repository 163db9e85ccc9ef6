using GanCluster.Core.Runs;
using static TorchSharp.torch;

namespace GanCluster.Training.Evaluation;

/// <summary>A closed path through latents, in equal numbers of steps from each to the next.</summary>
/// <param name="stops">One latent after the other.</param>
internal sealed class LatentPath(float[] stops, LatentOptions latent, int steps)
{
    private const double Parallel = 1e-6;
    private readonly int _count = stops.Length / latent.Size;

    /// <summary>(count, latent size): places first, first + 1, ... of the path, which begins anew at its end.</summary>
    public Tensor Batch(int first, int count)
    {
        var values = new float[count * latent.Size];
        for (var i = 0; i < count; i++)
        {
            var (stop, step) = Math.DivRem((first + i) % (_count * steps), steps);
            Between(Stop(stop), Stop((stop + 1) % _count), (double)step / steps, values.AsSpan(i * latent.Size, latent.Size));
        }

        return tensor(values, [count, latent.Size]);
    }

    private ReadOnlySpan<float> Stop(int number) => stops.AsSpan(number * latent.Size, latent.Size);

    /// <summary>sin((1 - t) w) / sin(w) a + sin(t w) / sin(w) b, w the angle between a and b (Shoemake, 1985).</summary>
    private void Between(ReadOnlySpan<float> a, ReadOnlySpan<float> b, double t, Span<float> z)
    {
        var angle = latent.Distribution == "uniform" ? 0 : Angle(a, b);
        var (fromA, fromB) = Math.Sin(angle) < Parallel
            ? (1 - t, t)
            : (Math.Sin((1 - t) * angle) / Math.Sin(angle), Math.Sin(t * angle) / Math.Sin(angle));
        for (var i = 0; i < z.Length; i++)
        {
            z[i] = (float)((fromA * a[i]) + (fromB * b[i]));
        }
    }

    private static double Angle(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        var (dot, ofA, ofB) = (0.0, 0.0, 0.0);
        for (var i = 0; i < a.Length; i++)
        {
            dot += (double)a[i] * b[i];
            ofA += (double)a[i] * a[i];
            ofB += (double)b[i] * b[i];
        }

        return Math.Acos(Math.Clamp(dot / Math.Max(double.Epsilon, Math.Sqrt(ofA * ofB)), -1, 1));
    }
}
