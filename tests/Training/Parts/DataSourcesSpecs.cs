using GanCluster.Core;
using GanCluster.Core.Runs;
using GanCluster.Training.Data;
using GanCluster.Training.Images;
using GanCluster.Training.Measures;
using GanCluster.Training.Parts;

namespace GanCluster.Training.Tests.Parts;

/// <summary>From a folder of images to what a run reads.</summary>
public sealed class DataSourcesSpecs : IDisposable
{
    private readonly TempFolder _temp = new();

    public void Dispose() => _temp.Dispose();

    [Fact]
    public void A_run_reads_a_folder_of_images()
    {
        Write("hats", "a", "b");
        var run = Run("hats") with { Conditioning = "projection", Classes = 2 };

        var source = DataSources.Training(run, RunParts.BuiltIn, Catalog());

        Assert.Equal((18, 1), (source.Count, source.LabelOf(17)));
        Assert.Equal([1L, 32, 32], source.Shape);
        Assert.Equal((2, 0), (DataSources.HeldOut(run, RunParts.BuiltIn, Catalog())!.Count, DataSources.HeldOut(run, RunParts.BuiltIn, Catalog())!.LabelOf(0)));
    }

    [Fact]
    public void A_conditional_run_is_refused_where_there_are_no_labels_or_others_than_its_own()
    {
        Write("loose", "");
        Write("three", "a", "b", "c");
        Assert.Equal(18, DataSources.Training(Run("loose"), RunParts.BuiltIn, Catalog()).Count);

        Assert.Equal(
            "data loose has no labels: sort its images into a folder for each class, or give conditioning none",
            Refusal(Run("loose") with { Conditioning = "projection" }));
        foreach (var classes in new[] { 2, 10 })
        {
            Assert.Equal(
                $"data three has the labels 0 to 2, and 'classes' is {classes}: give classes=3",
                Refusal(Run("three") with { Conditioning = "concatenation", Classes = classes }));
        }
    }

    [Fact]
    public void A_classifier_goes_by_IDX_files()
    {
        Write("loose", "");

        var error = Assert.Throws<UserInputException>(() => ReferenceData.Read("loose", RunParts.BuiltIn, Catalog())).Message;

        Assert.StartsWith("data set 'loose' has no IDX files", error, StringComparison.Ordinal);
    }

    private static RunConfiguration Run(string data) => Runs.Dcgan with { Data = data };

    private DataCatalog Catalog() => new([_temp.Path], []);

    private string Refusal(RunConfiguration run) =>
        Assert.Throws<UserInputException>(() => DataSources.Training(run, RunParts.BuiltIn, Catalog())).Message;

    /// <summary>Ten images of 28 x 28 a class, or twenty loose ones.</summary>
    private void Write(string data, params string[] classes)
    {
        foreach (var name in classes)
        {
            Directory.CreateDirectory(_temp.File($"{data}/{name}"));
            for (var i = 0; i < (name.Length == 0 ? 20 : 10); i++)
            {
                Png.Write(_temp.File($"{data}/{name}/{i:D2}.png"), new PixelImage(28, 28, 1, new byte[28 * 28]));
            }
        }
    }
}
