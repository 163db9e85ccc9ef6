using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text.Json;

namespace GanCluster.EndToEnd.Tests.Runs;

/// <summary>Reads checkpoints by the formats' descriptions alone.</summary>
internal static class PlainCheckpoint
{
    internal static string Newest(string folder) =>
        Directory.GetDirectories(Path.Combine(folder, "checkpoints"), "step-*").Order(StringComparer.Ordinal).Last();

    internal static string ModelFile(string checkpoint) => Path.Combine(checkpoint, "model.safetensors");

    /// <summary>SHA-256 over the bytes of the tensors g.*, d.* and ema.* in ordinal order of their names.</summary>
    internal static string WeightsSha256(string checkpoint)
    {
        var file = File.ReadAllBytes(ModelFile(checkpoint));
        var begin = 8 + (int)BinaryPrimitives.ReadUInt64LittleEndian(file);
        using var header = JsonDocument.Parse(file.AsMemory(8, begin - 8));
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var tensor in header.RootElement.EnumerateObject().OrderBy(t => t.Name, StringComparer.Ordinal))
        {
            if (tensor.Name.Split('.')[0] is "g" or "d" or "ema")
            {
                var offsets = tensor.Value.GetProperty("data_offsets");
                var (from, to) = (begin + offsets[0].GetInt32(), begin + offsets[1].GetInt32());
                hash.AppendData(file.AsSpan(from, to - from));
            }
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>Its manifest, and the sum that goes with it.</summary>
    internal static void Rewrite(string checkpoint, Func<string, string> change)
    {
        var path = Path.Combine(checkpoint, "manifest.json");
        var (before, after) = (File.ReadAllText(path), change(File.ReadAllText(path)));
        Assert.NotEqual(before, after);
        File.WriteAllText(path, after);
        var sum = Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(path)));
        File.WriteAllText(Path.Combine(checkpoint, "manifest.sha256"), $"{sum}  manifest.json\n");
    }
}
