using GanCluster.Training.Checkpoints;
using GanCluster.Training.Evaluation;
using GanCluster.Training.Networks;
using TorchSharp;

namespace GanCluster.Training.Tests.Evaluation;

public class TrainedModelSpecs
{
    [Theory]
    [InlineData("mixture", "", "")]
    [InlineData("dcgan", "2 5 8", "3 6")]
    [InlineData("own colours", "_norm", "_norm")]
    public void What_a_checkpoint_holds_is_the_model_again(string family, string g, string d)
    {
        var model = TrainedModels.After(Runs.Of(family), steps: 2);
        using var stream = new MemoryStream();
        Safetensors.Write(stream, model.Tensors(), model.Metadata());
        stream.Position = 0;

        var read = TrainedModel.Of(Safetensors.Read(stream, "memory"), "memory", OwnParts.All);
        Assert.Equal(model.Configuration, read.Configuration);
        Assert.Equal(2, read.Version.Step);
        Assert.Equal(
            Snapshots.Of(model.Version).Tensors.OrderBy(t => t.Name, StringComparer.Ordinal), Snapshots.Of(read.Version).Tensors);
        AssertMoments(model.GeneratorMoments, read.GeneratorMoments);
        AssertMoments(model.DiscriminatorMoments, read.DiscriminatorMoments);
        Assert.Equal(g, string.Join(' ', read.GeneratorMoments.Select(m => m.Layer)));
        Assert.Equal(d, string.Join(' ', read.DiscriminatorMoments.Select(m => m.Layer)));
    }

    [Fact]
    public void Standing_statistics_are_a_function_of_the_version()
    {
        var model = TrainedModels.After(Runs.Dcgan, steps: 2);
        var again = TrainedModel.Rest(model.Configuration, model.Family, model.Version, Runs.Data(model.Configuration));
        AssertMoments(model.GeneratorMoments, again.GeneratorMoments);
        AssertMoments(model.DiscriminatorMoments, again.DiscriminatorMoments);
        Assert.All(model.GeneratorMoments, m => Assert.All(m.Variance, v => Assert.True(v > 0)));
    }

    [Fact]
    public void A_version_at_rest_keeps_no_tensors()
    {
        var model = TrainedModels.After(Runs.Dcgan, steps: 1);
        var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        TrainedModel.Rest(model.Configuration, model.Family, model.Version, Runs.Data(model.Configuration));
        model.OpenGenerator().Dispose();
        model.OpenDiscriminator([1, 32, 32]).Dispose();
        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }

    [Fact]
    public void A_file_without_a_runs_metadata_is_refused()
    {
        var model = TrainedModels.After(Runs.Mixture, steps: 1);
        using var stream = new MemoryStream();
        Safetensors.Write(stream, model.Tensors(), new Dictionary<string, string> { ["step"] = "1" });
        stream.Position = 0;
        var file = Safetensors.Read(stream, "memory");
        Assert.Throws<CheckpointException>(() => TrainedModel.Of(file, "memory", OwnParts.All));
    }

    private static void AssertMoments(IReadOnlyList<StandingMoments> expected, IReadOnlyList<StandingMoments> found)
    {
        Assert.Equal(expected.Select(m => m.Layer), found.Select(m => m.Layer));
        Assert.Equal(expected.SelectMany(m => m.Mean), found.SelectMany(m => m.Mean));
        Assert.Equal(expected.SelectMany(m => m.Variance), found.SelectMany(m => m.Variance));
    }
}
