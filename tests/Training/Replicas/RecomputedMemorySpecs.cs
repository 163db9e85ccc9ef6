using GanCluster.Core.Runs;
using GanCluster.Training.Data;
using GanCluster.Training.Devices;
using GanCluster.Training.Parts;
using GanCluster.Training.Replicas;
using Xunit.Abstractions;
using static TorchSharp.torch;

namespace GanCluster.Training.Tests.Replicas;

/// <summary>The heap is the process's: nobody else may use it meanwhile.</summary>
[Collection(nameof(RecomputedMemorySpecs))]
public class RecomputedMemorySpecs(ITestOutputHelper output)
{
    private const int Blocks = 16;
    private const int Width = 128;

    private static readonly RunParts Parts = OwnParts.All.WithGan(
        "deep", run => Deep(run.Latent.Size, 2), _ => Deep(2, 1), takesLabels: false, [2]);

    [Theory]
    [InlineData(0, 0.45)]
    [InlineData(1, 0.55)]
    public void A_step_of_deep_networks_holds_about_half_of_the_memory_at_its_peak_or_less(double penalty, double share)
    {
        if (HeapUse.Bytes is null)
        {
            return;
        }

        var run = Runs.Mixture with { Family = "deep", Replicas = 1, Batch = 512, Penalties = new PenaltyOptions { R1 = penalty, R2 = penalty } };
        var (all, recomputed) = (Peak(run), Peak(Runs.Recomputed(run)));
        Assert.InRange(all, 10 << 20, long.MaxValue);
        Assert.InRange((double)recomputed / all, 0.1, share);
    }

    /// <summary>The peaks that are printed, which a way back's blocks have, are docs/performance.md's.</summary>
    [Theory]
    [InlineData("dcgan", 64, 32, 1, 0.5)]
    [InlineData("dcgan with R1 and R2, bf16", 64, 32, 1, 0.55)]
    [InlineData("r3gan", 32, 32, 1, 0.35)]
    [InlineData("srgan", 28, 16, 32, 0.55)]
    public void Passes_of_a_family_leave_about_half_for_the_way_back_or_less(string name, int size, int batch, int depth, double share)
    {
        if (HeapUse.Bytes is null)
        {
            return;
        }

        var run = Runs.Of(name) with
        {
            Replicas = 1, Batch = batch, Network = new() { Width = 32, Depth = depth }, Image = new() { Size = size, Channels = 1 },
            SuperResolution = new() { Pretrain = 0, Factor = 2 },
        };
        var (all, recomputed) = (Peak(run, name), Peak(Runs.Recomputed(run), name + ", recomputed"));
        Assert.InRange((double)recomputed / all, 0.1, share);
    }

    /// <summary>Of a step, above what there was before it.</summary>
    private long Peak(RunConfiguration run, string name = "deep")
    {
        using var replica = new GanReplica(run, Parts.FamilyOf(run), new DataReader(Runs.Data(run)), HostMemory.Instance, new Runs.StillTime());
        using var steps = new ReplicaSteps(replica, run);
        steps.Make(0);
        var before = HeapUse.Bytes!.Value;
        var seen = HeapUse.Look.MostDuring(() => steps.Make(1)) - before;
        var peak = HeapUse.Peak(() => steps.Make(2)) - before;
        output.WriteLine($"{name}: {seen / 1e6:F1} MB seen, {peak / 1e6:F1} MB at the peak");
        return seen;
    }

    private static nn.Module<Tensor, Tensor> Deep(long inputs, long outputs) => nn.Sequential(
    [
        nn.Linear(inputs, Width), .. Enumerable.Range(0, Blocks).Select(_ => nn.Sequential(
            nn.Linear(Width, Width), nn.LeakyReLU(0.2), nn.Linear(Width, Width), nn.LeakyReLU(0.2), new HeapUse.Look())),
        nn.Linear(Width, outputs),
    ]);
}

[CollectionDefinition(nameof(RecomputedMemorySpecs), DisableParallelization = true)]
public class RecomputedMemoryCollection;
