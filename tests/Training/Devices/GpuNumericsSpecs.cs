using GanCluster.Training.Devices;

namespace GanCluster.Training.Tests.Devices;

/// <summary>Alone: what is set is the whole process's, and the processor's products go by it as well.</summary>
[CollectionDefinition(nameof(GpuNumericsSpecs), DisableParallelization = true)]
[Collection(nameof(GpuNumericsSpecs))]
public class GpuNumericsSpecs
{
    [Theory]
    [InlineData("fp32", false)]
    [InlineData("tf32", true)]
    public void Products_have_single_precision_unless_the_run_says_otherwise(string precision, bool isOn)
    {
        Assert.Equal(
            [
                ("cuda.matmul.allow_tf32", isOn), ("cudnn.allow_tf32", isOn), ("deterministic_algorithms", true),
                ("deterministic.fill_uninitialized_memory", false), ("cudnn.benchmark", false),
            ],
            GpuNumerics.SwitchesFor(precision).Select(one => (one.Name, one.IsOn)));
    }

    [Fact]
    public void What_is_set_is_what_libtorch_goes_by_and_only_for_GPUs()
    {
        var before = GpuNumerics.SwitchesFor("tf32").Select(one => one.Read()).ToList();
        GpuNumerics.Apply("tf32", ["cpu", "cpu"]);
        Assert.Equal(before, GpuNumerics.SwitchesFor("tf32").Select(one => one.Read()));
        try
        {
            GpuNumerics.Apply("tf32", ["cuda:0"]);
            Assert.All(GpuNumerics.SwitchesFor("tf32"), one => Assert.Equal(one.IsOn, one.Read()));
            GpuNumerics.Apply("fp32", ["cuda:0"]);
            Assert.All(GpuNumerics.SwitchesFor("fp32"), one => Assert.Equal(one.IsOn, one.Read()));
        }
        finally
        {
            foreach (var (one, was) in GpuNumerics.SwitchesFor("fp32").Zip(before))
            {
                one.Set(was);
            }
        }
    }
}
