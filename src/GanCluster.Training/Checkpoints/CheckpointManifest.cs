using System.Text.Json;
using System.Text.Json.Serialization;
using GanCluster.Core;

namespace GanCluster.Training.Checkpoints;

/// <summary>One of a checkpoint's files, as it was when written.</summary>
public sealed record CheckpointFile(string Name, long Length, string Sha256);

/// <summary>
/// What a checkpoint says of itself (<c>manifest.json</c>). The caller gives the required members;
/// <see cref="CheckpointStore.Save"/> fills in the others.
/// </summary>
public sealed record CheckpointManifest
{
    /// <summary>3: sizes, channels and classes are in the configuration as the data have them, and images are doubled by other
    /// operations. 2: tensors are named by their places in modules. 1: by layers.</summary>
    internal const int CurrentFormat = 3;

    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        AllowDuplicateProperties = false,
        WriteIndented = true,
    };

    public int Format { get; init; } = CurrentFormat;

    public required string Run { get; init; }

    public required ulong Seed { get; init; }

    /// <summary>Steps done; also the name of the checkpoint's folder.</summary>
    public required long Step { get; init; }

    /// <summary>Real images that D saw.</summary>
    public required long Images { get; init; }

    public required long Round { get; init; }

    public required long Version { get; init; }

    /// <summary>Roll-backs that the run had made.</summary>
    public int Course { get; init; }

    /// <summary>The version's 128-bit commit hash, 32 hexadecimal digits.</summary>
    public required string Hash { get; init; }

    public required string ConfigurationHash { get; init; }

    /// <summary>As <see cref="Data.DataDigest"/> gives it.</summary>
    public required string DataSha256 { get; init; }

    /// <summary>As <see cref="Libtorch.TorchLibrary.Kernels"/> gives it: a run goes on with the same alone.</summary>
    public required string Kernels { get; init; }

    /// <summary>weights_sha256 of the run whose weights this one began from; empty: it began anew.</summary>
    public string From { get; init; } = "";

    /// <summary>UTC.</summary>
    public required DateTimeOffset Created { get; init; }

    public string WeightsSha256 { get; init; } = "";

    public IReadOnlyList<CheckpointFile> Files { get; init; } = [];

    internal byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, Json);

    /// <exception cref="CheckpointException">It is no manifest.</exception>
    /// <exception cref="UserInputException">It is of another version's format.</exception>
    internal static CheckpointManifest FromJson(ReadOnlySpan<byte> json, string where)
    {
        try
        {
            CheckFormat(json, where);
            return JsonSerializer.Deserialize<CheckpointManifest>(json, Json)
                ?? throw new CheckpointException($"'{where}' is empty");
        }
        catch (JsonException e)
        {
            throw new CheckpointException($"'{where}' is not a manifest: {e.Message.ReplaceLineEndings(" ")}", e);
        }
    }

    /// <summary>Before anything else of it is read, for other formats have other members.</summary>
    private static void CheckFormat(ReadOnlySpan<byte> json, string where)
    {
        var reader = new Utf8JsonReader(json);
        using var manifest = JsonDocument.ParseValue(ref reader);
        if (manifest.RootElement is { ValueKind: JsonValueKind.Object } root
            && root.TryGetProperty("format", out var format) && format.ValueKind == JsonValueKind.Number
            && (!format.TryGetInt32(out var number) || number != CurrentFormat))
        {
            throw new UserInputException($"'{where}' is of a checkpoint of format {format.GetRawText()}; "
                + $"this GanCluster reads {CurrentFormat}: use the one that wrote it");
        }
    }
}
