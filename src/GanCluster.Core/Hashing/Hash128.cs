using System.Globalization;
using System.IO.Hashing;

namespace GanCluster.Core.Hashing;

/// <summary>A 128-bit hash (XXH3) for comparing copies of the weights: fast, and no defence against forgery.</summary>
public readonly record struct Hash128(ulong First, ulong Second)
{
    public static Hash128 Of(ReadOnlySpan<byte> bytes) => Of(XxHash128.HashToUInt128(bytes));

    /// <summary>Of what has been appended so far; more may be appended afterwards.</summary>
    public static Hash128 Of(XxHash128 appended) => Of(appended.GetCurrentHashAsUInt128());

    /// <summary>Of what <see cref="ToString"/> gives.</summary>
    /// <exception cref="FormatException">It is something else.</exception>
    public static Hash128 Parse(string text) => text.Length == 32
        ? Of(UInt128.Parse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture))
        : throw new FormatException($"'{text}' is no hash of 32 hexadecimal digits");

    /// <summary>32 lower-case hexadecimal digits.</summary>
    public override string ToString() => $"{First:x16}{Second:x16}";

    private static Hash128 Of(UInt128 hash) => new((ulong)(hash >> 64), (ulong)hash);
}
