using System.Security.Cryptography;

namespace GanCluster.Training.Checkpoints;

/// <summary>
/// <c>weights_sha256</c>: SHA-256 over the values of the tensors named <c>g.*</c>, <c>d.*</c> and <c>ema.*</c> in ordinal
/// order of their names, as fp32 little-endian bytes. Names, shapes and optimizer state are not part of it.
/// </summary>
public static class WeightsHash
{
    private static readonly string[] Prefixes = ["g.", "d.", "ema."];

    /// <returns>64 lowercase hexadecimal digits.</returns>
    public static string Of(IEnumerable<NamedTensor> tensors)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var tensor in tensors.Where(IsWeight).OrderBy(t => t.Name, StringComparer.Ordinal))
        {
            tensor.ForEachChunk(hash.AppendData);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static bool IsWeight(NamedTensor tensor) =>
        Prefixes.Any(prefix => tensor.Name.StartsWith(prefix, StringComparison.Ordinal));
}
