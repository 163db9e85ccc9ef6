using GanCluster.Training.Devices;
using GanCluster.Training.Trials;

namespace GanCluster.Training.Tests.Devices;

public class GpuTrialSpecs
{
    /// <summary>Of the first step in the order of the checks, which is the last that can fail by arithmetic.</summary>
    private const string Step = "step of dcgan";

    public static TheoryData<string> Checks => [.. GpuTrial.Checks];

    public static TheoryData<string> ChecksOfMemory => [.. GpuTrial.Checks.Where(check => check != "arithmetic")];

    [GpuTheory]
    [MemberData(nameof(Checks))]
    public void Every_check_holds_on_this_machines_GPUs(string check)
    {
        var finding = new GpuTrial([.. Gpus.Names.Select((_, i) => DeviceMemory.Of($"cuda:{i}"))]).Make(check);
        Assert.True(finding.Ok, finding.Detail);
    }

    [Theory]
    [MemberData(nameof(ChecksOfMemory))]
    public void Every_check_holds_on_two_devices_of_the_processor(string check)
    {
        var finding = new GpuTrial([new FakeDevice(), new FakeDevice()]).Make(check);
        Assert.True(finding.Ok, finding.Detail);
    }

    [Theory]
    [InlineData("copies")]
    [InlineData(Step)]
    public void A_device_whose_copies_are_not_what_they_were_fails(string check)
    {
        var finding = new GpuTrial([new Spoilt()]).Make(check);
        Assert.False(finding.Ok);
    }

    [Fact]
    public void Devices_that_do_not_agree_are_told()
    {
        var finding = new GpuTrial([new FakeDevice(), new Spoilt()]).Make("agreement");
        Assert.Equal((false, "2 GPUs make 2 different results of one step"), (finding.Ok, finding.Detail));
    }

    [Fact]
    public void What_a_device_throws_is_its_checks_finding()
    {
        var finding = new GpuTrial([]).Make("step of mixture");
        Assert.False(finding.Ok);
        Assert.NotEmpty(finding.Detail);
    }
}
