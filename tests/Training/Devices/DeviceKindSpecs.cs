using GanCluster.Core;
using GanCluster.Training.Devices;

namespace GanCluster.Training.Tests.Devices;

public class DeviceKindSpecs
{
    private static readonly string[] Two = ["NVIDIA H200", "NVIDIA H200"];

    [Fact]
    public void A_kind_is_the_processor_or_the_GPUs_name()
    {
        Assert.Equal("cpu", DeviceKind.Of(["cpu", "cpu"], Two));
        Assert.Equal("NVIDIA H200", DeviceKind.Of(["cuda:1", "cuda:0"], Two));
        Assert.EndsWith(", NVIDIA H200", DeviceKind.Kernels(Runs.Dcgan, "NVIDIA H200"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("cuda:2", "--devices names cuda:2, and this machine has cuda:0 to cuda:1: give what './gancluster doctor' lists")]
    [InlineData(
        "cpu,cuda:1",
        "--devices names cpu, a processor, and cuda:1, a GPU (NVIDIA H200): devices of one kind compute a run, for others give other "
        + "bits; name those of one")]
    public void What_can_not_compute_a_run_together_is_refused(string devices, string line) =>
        Assert.Equal(line, Assert.Throws<UserInputException>(() => DeviceKind.Of(devices.Split(','), Two)).Message);

    [Fact]
    public void GPUs_of_two_kinds_are_refused_and_none_is_told()
    {
        var line = Assert.Throws<UserInputException>(() => DeviceKind.Of(["cuda:0", "cuda:1"], ["A", "B"])).Message;
        Assert.StartsWith("--devices names cuda:0, a GPU (A), and cuda:1, a GPU (B)", line, StringComparison.Ordinal);
        line = Assert.Throws<UserInputException>(() => DeviceKind.Of(["cuda:0"], [])).Message;
        Assert.StartsWith("--devices names cuda:0, and this machine has no GPU that libtorch can use", line, StringComparison.Ordinal);
    }

    [Fact]
    public void Only_GPUs_have_tf32()
    {
        DeviceKind.RequireFor("tf32", "NVIDIA H200");
        DeviceKind.RequireFor("fp32", "cpu");
        Assert.Contains("'precision' is tf32", Assert.Throws<UserInputException>(() => DeviceKind.RequireFor("tf32", "cpu")).Message,
            StringComparison.Ordinal);
    }
}
