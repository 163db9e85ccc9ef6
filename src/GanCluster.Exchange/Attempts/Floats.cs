using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace GanCluster.Exchange.Attempts;

/// <summary>Copies of vectors that are far larger than a cache: past it, so that nothing is read that is only to be overwritten.</summary>
internal static class Floats
{
    /// <summary>A vector's floats from which on its sum does not stay in a cache until it is used.</summary>
    private const int StreamedFrom = 4 << 20;

    public static bool AreStreamed(int length) => length >= StreamedFrom;

    /// <summary>Optimized at its first call: a run's first sums are as long as its last.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static unsafe void Copy(ReadOnlySpan<float> from, Span<float> to, bool streamed)
    {
        if (!streamed || !Vector256.IsHardwareAccelerated)
        {
            from.CopyTo(to);
            return;
        }

        fixed (float* source = from, destination = to[..from.Length])
        {
            var next = (int)(-(nint)destination & (Vector256<byte>.Count - 1)) / sizeof(float);
            next = Math.Min(next, from.Length);
            from[..next].CopyTo(to);
            for (; next <= from.Length - Vector256<float>.Count; next += Vector256<float>.Count)
            {
                Vector256.Load(source + next).StoreAlignedNonTemporal(destination + next);
            }

            from[next..].CopyTo(to[next..]);
        }

        // Such stores are ordered with no other, and what says that a sum is there is one.
        Thread.MemoryBarrier();
    }
}
