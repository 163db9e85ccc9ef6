namespace GanCluster.Architecture.Tests;

/// <summary>Whatever trains has a gradient with a deterministic kernel on CUDA.</summary>
public class DeterminismSpecs
{
    /// <summary>As of <c>torch.use_deterministic_algorithms</c>: what throws there, forwards or backwards, by TorchSharp's names.</summary>
    private static readonly string[] Refused =
    [
        "interpolate", "upsample", "upsample_nearest1d", "upsample_nearest2d", "upsample_nearest3d", "Upsample", "UpsamplingBilinear2d",
        "UpsamplingNearest2d", "grid_sample", "adaptive_avg_pool2d", "adaptive_avg_pool3d", "AdaptiveAvgPool2d", "AdaptiveAvgPool3d",
        "adaptive_max_pool2d", "AdaptiveMaxPool2d", "avg_pool3d", "AvgPool3d", "max_pool3d", "MaxPool3d", "fractional_max_pool2d",
        "fractional_max_pool3d", "MaxUnpool1d", "MaxUnpool2d", "MaxUnpool3d", "max_unpool2d", "max_unpool3d", "pad",
        "ReflectionPad1d", "ReflectionPad2d", "ReflectionPad3d", "ReplicationPad1d", "ReplicationPad2d", "ReplicationPad3d",
        "EmbeddingBag", "nll_loss", "NLLLoss", "ctc_loss", "CTCLoss", "put_", "histc", "bincount", "kthvalue", "median", "cumsum",
        "scatter_reduce", "resize_",
    ];

    [Fact]
    public void No_operation_without_one_is_called()
    {
        using var training = Project.All.Single(project => project.Name == "Training").Compiled();
        var called = training.MainModule.GetMemberReferences()
            .Where(member => member.DeclaringType.FullName.StartsWith("TorchSharp.", StringComparison.Ordinal))
            .Select(member => member.Name)
            .ToHashSet(StringComparer.Ordinal);

        Assert.Contains("avg_pool2d", called);
        Assert.Empty(called.Intersect(Refused, StringComparer.Ordinal));
    }
}
