using System.Text.Json;
using System.Text.Json.Serialization;
using GanCluster.Training.Data.Folders;

namespace GanCluster.Training.Data.Caching;

/// <summary>What a cache says of the images in it.</summary>
/// <param name="Key">Of what it was made from: <see cref="CacheKey"/>.</param>
/// <param name="ClassNames">Empty: the images have no labels.</param>
/// <param name="Sha256">Of the training images' bytes, in order.</param>
/// <param name="LabelledSha256">Of each training image's bytes and then its label, as a little-endian 32-bit number.</param>
internal sealed record CacheHeader(
    string Key,
    int Channels,
    int Height,
    int Width,
    int Train,
    int HeldOut,
    IReadOnlyList<string> ClassNames,
    SourceFacts Facts,
    string Sha256,
    string LabelledSha256)
{
    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        IgnoreReadOnlyProperties = true,
    };

    [JsonIgnore]
    public int Images => Train + HeldOut;

    [JsonIgnore]
    public int ImageBytes => Channels * Height * Width;

    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, Json);

    /// <exception cref="JsonException">It is no header.</exception>
    public static CacheHeader FromJson(ReadOnlySpan<byte> json) =>
        JsonSerializer.Deserialize<CacheHeader>(json, Json) ?? throw new JsonException("the header is empty");
}
