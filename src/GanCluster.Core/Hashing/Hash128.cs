namespace GanCluster.Core.Hashing;

/// <summary>A 128-bit hash for comparing copies of the weights: fast, and no defence against forgery.</summary>
public readonly record struct Hash128(ulong First, ulong Second)
{
    public static Hash128 Of(ReadOnlySpan<byte> bytes)
    {
        var builder = new Hash128Builder();
        builder.Append(bytes);
        return builder.ToHash();
    }

    /// <summary>32 lower-case hexadecimal digits.</summary>
    public override string ToString() => $"{First:x16}{Second:x16}";
}
