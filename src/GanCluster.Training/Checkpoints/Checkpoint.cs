using System.Security.Cryptography;

namespace GanCluster.Training.Checkpoints;

/// <summary>A checkpoint whose files were found whole.</summary>
public sealed record Checkpoint(string Folder, CheckpointManifest Manifest)
{
    internal const string ModelFile = "model.safetensors";
    internal const string ManifestFile = "manifest.json";

    /// <summary>One line that <c>sha256sum -c</c> understands: without it, a flipped bit in the manifest could pass.</summary>
    internal const string ManifestSumFile = "manifest.sha256";

    private const int MaxManifestBytes = 1 << 20;

    /// <exception cref="CheckpointException">The file has changed since it was verified.</exception>
    public SafetensorsFile Load() => Safetensors.Read(Path.Combine(Folder, ModelFile));

    /// <exception cref="CheckpointException">
    /// A file is missing, or has another length or SHA-256 than the manifest says.
    /// </exception>
    internal static Checkpoint Verify(string folder, long step)
    {
        var manifest = ReadManifest(Path.Combine(folder, ManifestFile), Path.Combine(folder, ManifestSumFile));
        if (manifest.Step != step)
        {
            throw new CheckpointException($"'{folder}': its manifest is of step {manifest.Step}, not of step {step}");
        }

        if (!manifest.Files.Any(f => string.Equals(f.Name, ModelFile, StringComparison.Ordinal)))
        {
            throw new CheckpointException($"'{folder}': its manifest does not list {ModelFile}");
        }

        foreach (var file in manifest.Files)
        {
            VerifyFile(folder, file);
        }

        return new Checkpoint(folder, manifest);
    }

    internal static string Sum(string path)
    {
        using var stream = File.OpenRead(path);
        return Convert.ToHexStringLower(SHA256.HashData(stream));
    }

    private static CheckpointManifest ReadManifest(string path, string sumPath)
    {
        if (Length(path) is < 1 or > MaxManifestBytes || Length(sumPath) > MaxManifestBytes)
        {
            throw new CheckpointException($"'{path}' or its sum is empty or longer than {MaxManifestBytes} bytes");
        }

        var json = File.ReadAllBytes(path);
        var sum = Convert.ToHexStringLower(SHA256.HashData(json));
        if (!File.ReadAllText(sumPath).StartsWith(sum, StringComparison.Ordinal))
        {
            throw new CheckpointException($"'{path}' does not have the SHA-256 that {ManifestSumFile} says");
        }

        return CheckpointManifest.FromJson(json, path);
    }

    private static void VerifyFile(string folder, CheckpointFile file)
    {
        if (file.Name is "" or "." or ".." || file.Name.AsSpan().IndexOfAny("/\\:\0") >= 0)
        {
            throw new CheckpointException($"'{folder}': its manifest names '{file.Name}', which is not a plain file name");
        }

        var path = Path.Combine(folder, file.Name);
        var length = Length(path);
        if (length != file.Length)
        {
            throw new CheckpointException($"'{path}' has {length} bytes; its manifest says {file.Length}");
        }

        if (!string.Equals(Sum(path), file.Sha256, StringComparison.Ordinal))
        {
            throw new CheckpointException($"'{path}' does not have the SHA-256 that its manifest says");
        }
    }

    private static long Length(string path)
    {
        var info = new FileInfo(path);
        return info.Exists ? info.Length : throw new CheckpointException($"'{path}' is missing");
    }
}
