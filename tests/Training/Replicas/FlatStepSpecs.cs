using System.Diagnostics;
using GanCluster.Training.Replicas;
using TorchSharp;

namespace GanCluster.Training.Tests.Replicas;

/// <summary>Alone: memory and collections are the whole process's.</summary>
[CollectionDefinition(nameof(FlatStepSpecs), DisableParallelization = true)]
[Collection(nameof(FlatStepSpecs))]
public class FlatStepSpecs
{
    private const int WarmUp = 200;
    private const int Steps = 1000;

    [Theory]
    [InlineData("mixture")]
    [InlineData("dcgan")]
    [InlineData("dcgan, projection, augmented, bf16")]
    public void A_thousand_steps_keep_no_tensors_no_memory_and_nothing_old(string family)
    {
        var configuration = Runs.Of(family);
        using var replica = Runs.Replica(configuration);
        using var steps = new ReplicaSteps(replica, configuration);
        replica.Begin();
        Make(0, WarmUp);
        var (live, resident) = (Live, Resident());
        var old = GC.CollectionCount(GC.MaxGeneration);

        Make(WarmUp, WarmUp + Steps);

        Assert.Equal(old, GC.CollectionCount(GC.MaxGeneration));
        Assert.Equal(live, Live);
        Assert.InRange(Resident() / (double)resident, 0, 1.02);

        void Make(int from, int end)
        {
            for (var step = from; step < end; step++)
            {
                steps.Make(step);
            }
        }
    }

    [Fact]
    public void A_step_s_time_is_told_by_what_it_goes_to()
    {
        var configuration = Runs.Of("dcgan");
        using var phases = new StepPhases(TimeProvider.System);
        using var inner = Runs.Replica(configuration);
        using var replica = new TimedReplica(inner, phases);
        using var d = replica.Rent(replica.Lengths.Discriminator);
        using var g = replica.Rent(replica.Lengths.Generator);
        var started = Stopwatch.GetTimestamp();
        replica.Begin();
        replica.DiscriminatorGradient(0, 0, 0, d.Memory);
        Assert.Equal(["g_score", "g_backward", "optimizer"], Missing());
        replica.DiscriminatorStep(0, 0, d.Memory);
        replica.GeneratorGradient(0, 0, g.Memory);
        replica.GeneratorStep(0, g.Memory);
        Assert.Empty(Missing());
        Assert.InRange(
            phases.Spent.Values.Aggregate((sum, one) => sum + one), TimeSpan.Zero, Stopwatch.GetElapsedTime(started));

        IEnumerable<string> Missing() => StepPhases.Names.Where(name => phases.Spent[name] == TimeSpan.Zero);
    }

    private static long Live => DisposeScopeManager.Statistics.ThreadTotalLiveCount;

    /// <summary>Without what waits to be collected.</summary>
    private static long Resident()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        using var process = Process.GetCurrentProcess();
        return process.WorkingSet64;
    }
}
