using System.Text.Json;
using GanCluster.Training.Measures;

namespace GanCluster.Training.Tests.Measures;

public sealed class ClassifierStoreSpecs : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("gancluster-").FullName;
    private readonly List<string> _notes = [];

    private string Model => Path.Combine(_folder, "halves-seed1.safetensors");

    private string Manifest => Path.Combine(_folder, "halves-seed1.json");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_classifier_is_trained_once_and_then_read()
    {
        var first = Open();
        Assert.Contains("there is none yet", Assert.Single(_notes), StringComparison.Ordinal);
        Assert.Equal(first.Features, Open().Features);
        Assert.Equal(first.Identity, Open().Identity);
        Assert.Single(_notes);
        Assert.InRange(first.Identity.Accuracy, 0.9, 1);
        Assert.Equal("halves", first.Identity.Data);
        var manifest = JsonDocument.Parse(File.ReadAllText(Manifest)).RootElement;
        Assert.Equal(first.Identity.Sha256, manifest.GetProperty("sha256").GetString());
        Assert.Equal($"{first.Identity.Accuracy}", manifest.GetProperty("accuracy").GetString());
        Assert.Equal(2, Directory.GetFiles(_folder).Length);
    }

    [Theory]
    [InlineData("flipped bit")]
    [InlineData("truncated")]
    [InlineData("empty")]
    [InlineData("no manifest")]
    [InlineData("damaged manifest")]
    [InlineData("manifest without sum")]
    public void A_damaged_one_is_said_and_trained_again_to_the_same_bits(string damage)
    {
        var first = Open();
        var bytes = File.ReadAllBytes(Model);
        bytes[^100] ^= 4;
        switch (damage)
        {
            case "flipped bit": File.WriteAllBytes(Model, bytes); break;
            case "truncated": File.WriteAllBytes(Model, bytes[..1000]); break;
            case "empty": File.WriteAllBytes(Model, []); break;
            case "no manifest": File.Delete(Manifest); break;
            case "damaged manifest": File.WriteAllText(Manifest, "{"); break;
            case "manifest without sum": File.WriteAllText(Manifest, "[1]"); break;
        }

        var again = Open();

        Assert.Equal(2, _notes.Count);
        Assert.DoesNotContain('\n', _notes[1]);
        Assert.StartsWith("training the classifier of halves", _notes[1], StringComparison.Ordinal);
        Assert.Equal(first.Identity, again.Identity);
        Assert.Equal(first.Features, again.Features);
        Open();
        Assert.Equal(2, _notes.Count);
    }

    [Fact]
    public void One_of_other_images_under_the_same_name_is_trained_again()
    {
        var first = Open();
        var other = Open(Pictures.Few with { Train = Pictures.Of(640, 9) });
        Assert.Contains("another data_sha256", _notes[1], StringComparison.Ordinal);
        Assert.NotEqual(first.Identity.Sha256, other.Identity.Sha256);
    }

    [Fact]
    public void A_folder_that_cannot_be_written_is_said_and_the_classifier_serves_all_the_same()
    {
        var file = Path.Combine(_folder, "file");
        File.WriteAllText(file, "");
        using var classifier = new ClassifierStore(Path.Combine(file, "below"), _notes.Add).Open(Pictures.Few, 1, epochs: 1);
        Assert.InRange(classifier.Identity.Accuracy, 0.9, 1);
        Assert.Contains("can't be kept in", _notes[1], StringComparison.Ordinal);
    }

    private (ClassifierIdentity Identity, double[] Features) Open(ReferenceData? data = null)
    {
        using var classifier = new ClassifierStore(_folder, _notes.Add).Open(data ?? Pictures.Few, 1, epochs: 1);
        return (classifier.Identity, classifier.Classify(Pictures.Few.Test.Images).Features.Values);
    }
}
