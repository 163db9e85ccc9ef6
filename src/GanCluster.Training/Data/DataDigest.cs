using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace GanCluster.Training.Data;

/// <summary>What tells a run's samples from others of the same name.</summary>
public static class DataDigest
{
    /// <summary>
    /// SHA-256, in lower-case hexadecimal, over each sample's values and, if they are used, its label, as
    /// little-endian 32-bit numbers; of an endless stream over its name, for its samples follow from the configuration. Of prepared
    /// images it is taken over their bytes, and was while they were prepared.
    /// </summary>
    public static string Of(string name, bool hasLabels, IDataSource data)
    {
        if (data.Sha256(hasLabels) is { } known)
        {
            return known;
        }

        if (data.Count is not { } count)
        {
            return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(name)));
        }

        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var sample = new float[data.ValuesPerSample];
        for (var i = 0L; i < count; i++)
        {
            data.Copy(i, sample);
            hash.AppendData(MemoryMarshal.AsBytes<float>(sample));
            if (hasLabels)
            {
                hash.AppendData(BitConverter.GetBytes(data.LabelOf(i)));
            }
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
