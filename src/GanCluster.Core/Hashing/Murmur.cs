namespace GanCluster.Core.Hashing;

internal static class Murmur
{
    /// <summary>fmix64, the finalizer of MurmurHash3 (Appleby): every input bit reaches every output bit.</summary>
    public static ulong Finish(ulong k)
    {
        k ^= k >> 33;
        k *= 0xFF51AFD7ED558CCD;
        k ^= k >> 33;
        k *= 0xC4CEB9FE1A85EC53;
        k ^= k >> 33;
        return k;
    }
}
