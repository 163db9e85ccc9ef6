using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using GanCluster.Training.Checkpoints;
using GanCluster.Training.Data;

namespace GanCluster.Training.Measures;

/// <summary>
/// Keeps trained classifiers in a folder: NAME.safetensors beside NAME.json, which says the same for people and holds the SHA-256
/// that the file must have. What is missing, damaged or of other data is trained again.
/// </summary>
/// <param name="note">Is told in one line what is done and why.</param>
public sealed class ClassifierStore(string folder, Action<string> note)
{
    /// <summary>One for all: figures by classifiers of other seeds do not compare.</summary>
    public const ulong StandardSeed = 1;

    /// <summary>Goes up when the network or its training changes: a classifier of another recipe is not this one.</summary>
    private const string Recipe = "1";

    public static string DefaultFolder() => UserCache.Below("classifiers");

    public FeatureClassifier Open(ReferenceData data, ulong seed) => Open(data, seed, FeatureTraining.Epochs);

    internal FeatureClassifier Open(ReferenceData data, ulong seed, int epochs)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"{data.Name}-seed{seed}");
        var (model, manifest) = (Path.Combine(folder, name + ".safetensors"), Path.Combine(folder, name + ".json"));
        var facts = new Dictionary<string, string>
        {
            ["data"] = data.Name,
            ["data_sha256"] = data.Sha256(),
            ["seed"] = seed.ToString(CultureInfo.InvariantCulture),
            ["recipe"] = $"{Recipe}, {epochs} epochs",
        };
        try
        {
            return Load(model, manifest, facts);
        }
        catch (Exception e) when (e is CheckpointException or IOException or UnauthorizedAccessException or JsonException)
        {
            var isMissing = e is FileNotFoundException or DirectoryNotFoundException;
            var reason = isMissing ? "there is none yet" : e.Message.Split('\n')[0];
            note($"training the classifier of {data.Name}, which takes about a minute ({reason})");
        }

        var network = FeatureTraining.Train(data.Train, data.Classes, seed, epochs);
        facts["accuracy"] = FeatureClassifier.Accuracy(network, data.Test).ToString("R", CultureInfo.InvariantCulture);
        using var file = new MemoryStream();
        Safetensors.Write(file, network.Tensors(), facts);
        var bytes = file.ToArray();
        var sum = Convert.ToHexStringLower(SHA256.HashData(bytes));
        Keep(model, manifest, bytes, facts, sum);
        return new FeatureClassifier(network, Identity(facts, sum));
    }

    private static FeatureClassifier Load(string model, string manifest, Dictionary<string, string> expected)
    {
        var bytes = File.ReadAllBytes(model);
        var sum = Convert.ToHexStringLower(SHA256.HashData(bytes));
        if (JsonNode.Parse(File.ReadAllText(manifest)) is not JsonObject said || said["sha256"]?.ToString() != sum)
        {
            throw new CheckpointException($"'{model}' does not have the SHA-256 that '{manifest}' says");
        }

        using var stream = new MemoryStream(bytes);
        var file = Safetensors.Read(stream, model);
        var other = expected.FirstOrDefault(fact => file.Metadata.GetValueOrDefault(fact.Key) != fact.Value);
        if (other.Key is not null || !file.Metadata.ContainsKey("accuracy"))
        {
            throw new CheckpointException($"'{model}' is a classifier of another {other.Key ?? "form"}");
        }

        return new FeatureClassifier(FeatureNetwork.Of(file, model), Identity(file.Metadata, sum));
    }

    private static ClassifierIdentity Identity(IReadOnlyDictionary<string, string> facts, string sum) => new(
        facts["data"],
        ulong.Parse(facts["seed"], CultureInfo.InvariantCulture),
        double.Parse(facts["accuracy"], CultureInfo.InvariantCulture),
        sum);

    /// <summary>Between the two moves the manifest is of another file, which is found at the next reading.</summary>
    private void Keep(string model, string manifest, byte[] bytes, Dictionary<string, string> facts, string sum)
    {
        var json = new JsonObject(facts.Select(fact => KeyValuePair.Create(fact.Key, (JsonNode?)fact.Value)))
        {
            ["sha256"] = sum,
        };
        try
        {
            Directory.CreateDirectory(folder);
            Replace(model, bytes);
            Replace(manifest, System.Text.Encoding.UTF8.GetBytes(json + "\n"));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            note($"the classifier can't be kept in '{folder}' and is trained again next time: {e.Message.Split('\n')[0]}");
        }
    }

    private static void Replace(string path, byte[] bytes)
    {
        var partial = $"{path}.{Path.GetRandomFileName()}";
        try
        {
            DurableFile.Write(partial, stream => stream.Write(bytes));
            File.Move(partial, path, overwrite: true);
        }
        finally
        {
            File.Delete(partial);
        }
    }
}
