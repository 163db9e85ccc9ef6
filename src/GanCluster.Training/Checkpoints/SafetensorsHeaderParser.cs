using System.Text.Json;

namespace GanCluster.Training.Checkpoints;

/// <summary>Turns a header's JSON into entries, and refuses what does not describe exactly the bytes after it.</summary>
internal static class SafetensorsHeaderParser
{
    public static SafetensorsHeader Parse(ReadOnlyMemory<byte> header, long dataBytes, string where)
    {
        try
        {
            using var json = JsonDocument.Parse(header, new JsonDocumentOptions { AllowDuplicateProperties = false });
            var entries = new List<TensorEntry>();
            var metadata = new Dictionary<string, string>(StringComparer.Ordinal);
            foreach (var property in json.RootElement.EnumerateObject())
            {
                if (string.Equals(property.Name, SafetensorsHeader.MetadataKey, StringComparison.Ordinal))
                {
                    ParseMetadata(property.Value, metadata, where);
                }
                else
                {
                    entries.Add(ParseTensor(property.Name, property.Value, where));
                }
            }

            var placed = entries.OrderBy(e => e.Begin).ThenBy(e => e.End).ToArray();
            CheckPlaces(placed, dataBytes, where);
            return new SafetensorsHeader(placed, metadata);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // InvalidOperationException: a string that is not valid UTF-8 or UTF-16.
            throw new CheckpointException($"'{where}' has an invalid safetensors header: {e.Message.ReplaceLineEndings(" ")}", e);
        }
    }

    private static void ParseMetadata(JsonElement value, Dictionary<string, string> metadata, string where)
    {
        if (value.ValueKind != JsonValueKind.Object)
        {
            throw new CheckpointException($"'{where}': {SafetensorsHeader.MetadataKey} is not an object");
        }

        foreach (var property in value.EnumerateObject())
        {
            if (property.Value.ValueKind != JsonValueKind.String)
            {
                throw new CheckpointException($"'{where}': metadata '{property.Name}' is not a string");
            }

            metadata.Add(property.Name, property.Value.GetString()!);
        }
    }

    private static TensorEntry ParseTensor(string name, JsonElement value, string where)
    {
        if (value.ValueKind != JsonValueKind.Object
            || !value.TryGetProperty("dtype", out var dtype)
            || dtype.ValueKind != JsonValueKind.String
            || Numbers(value, "shape") is not { } shape
            || Numbers(value, "data_offsets") is not [var begin, var end])
        {
            throw new CheckpointException(
                $"'{where}': tensor '{name}' lacks a valid dtype, shape (natural numbers) or data_offsets (two of them)");
        }

        if (!string.Equals(dtype.GetString(), nameof(TensorType.F32), StringComparison.Ordinal))
        {
            throw new CheckpointException($"'{where}': tensor '{name}' has dtype {dtype.GetString()}; only F32 can be read");
        }

        var bytes = SizeInBytes(shape);
        if (bytes is null || begin > end || end - begin != bytes)
        {
            throw new CheckpointException($"'{where}': tensor '{name}' of F32 and shape [{string.Join(", ", shape)}] "
                + $"does not take the bytes from {begin} to {end}");
        }

        if (bytes / sizeof(float) > Array.MaxLength)
        {
            throw new CheckpointException($"'{where}': tensor '{name}' has more than {Array.MaxLength} values");
        }

        return new TensorEntry(name, TensorType.F32, shape, begin, end);
    }

    /// <summary>The member's natural numbers, or null if it is anything else.</summary>
    private static long[]? Numbers(JsonElement tensor, string member)
    {
        if (!tensor.TryGetProperty(member, out var array) || array.ValueKind != JsonValueKind.Array)
        {
            return null;
        }

        var numbers = new long[array.GetArrayLength()];
        var i = 0;
        foreach (var element in array.EnumerateArray())
        {
            if (element.ValueKind != JsonValueKind.Number || !element.TryGetInt64(out numbers[i]) || numbers[i] < 0)
            {
                return null;
            }

            i++;
        }

        return numbers;
    }

    /// <summary>Null on overflow.</summary>
    private static long? SizeInBytes(long[] shape)
    {
        try
        {
            return shape.Aggregate((long)sizeof(float), (product, size) => checked(product * size));
        }
        catch (OverflowException)
        {
            return null;
        }
    }

    private static void CheckPlaces(IReadOnlyList<TensorEntry> placed, long dataBytes, string where)
    {
        long position = 0;
        foreach (var entry in placed)
        {
            if (entry.Begin != position)
            {
                var what = entry.Begin > position ? "leaves a hole before" : "overlaps the tensor before";
                throw new CheckpointException($"'{where}': tensor '{entry.Name}' {what} its first byte, {entry.Begin}");
            }

            position = entry.End;
        }

        if (position != dataBytes)
        {
            var what = position > dataBytes ? "is truncated" : "has trailing bytes";
            throw new CheckpointException($"'{where}' {what}: its tensors take {position} bytes, the file holds {dataBytes}");
        }
    }
}
