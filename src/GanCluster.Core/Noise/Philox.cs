using System.Runtime.CompilerServices;

namespace GanCluster.Core.Noise;

public readonly record struct PhiloxBlock(uint W0, uint W1, uint W2, uint W3);

/// <summary>
/// Philox4x32-10 of Salmon, Moraes, Dror and Shaw, "Parallel random numbers: as easy as 1, 2, 3" (SC'11):
/// a bijection of 128-bit counters for each 64-bit key. There is no state, so any block can be had in any order, anywhere.
/// </summary>
public static class Philox
{
    private const int Rounds = 10;
    private const uint Multiplier0 = 0xD2511F53;
    private const uint Multiplier1 = 0xCD9E8D57;
    private const uint Weyl0 = 0x9E3779B9;
    private const uint Weyl1 = 0xBB67AE85;

    /// <summary>The key's words are (low, high) of the seed, the counter's those of index, then of stream.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static PhiloxBlock Block(ulong seed, NoiseStream stream, ulong index)
    {
        var counter = new PhiloxBlock((uint)index, (uint)(index >> 32), (uint)stream.Value, (uint)(stream.Value >> 32));
        return Block(counter, (uint)seed, (uint)(seed >> 32));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static PhiloxBlock Block(PhiloxBlock counter, uint key0, uint key1)
    {
        var (w0, w1, w2, w3) = counter;
        for (var round = 0; round < Rounds; round++)
        {
            var product0 = (ulong)Multiplier0 * w0;
            var product1 = (ulong)Multiplier1 * w2;
            w0 = (uint)(product1 >> 32) ^ w1 ^ key0;
            w2 = (uint)(product0 >> 32) ^ w3 ^ key1;
            w1 = (uint)product1;
            w3 = (uint)product0;
            key0 += Weyl0;
            key1 += Weyl1;
        }

        return new PhiloxBlock(w0, w1, w2, w3);
    }
}
