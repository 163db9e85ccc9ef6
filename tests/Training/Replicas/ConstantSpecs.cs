using GanCluster.Core.Rounds;
using GanCluster.Core.Runs;
using GanCluster.Training.Data;
using GanCluster.Training.Devices;
using GanCluster.Training.Parts;
using GanCluster.Training.Replicas;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace GanCluster.Training.Tests.Replicas;

/// <summary>What a module holds that is not trained, and what nothing depends on.</summary>
public class ConstantSpecs
{
    private static readonly RunConfiguration Run = OwnParts.Points with { Family = "constant" };

    public static TheoryData<SyncMode, double, double, double> Settings { get; } = new()
    {
        { SyncMode.Gradients, 0.5, 0.999, 1e-8 },
        { SyncMode.Gradients, 0, 0, 1e-300 },
        { SyncMode.Parameters, 0.9, 0.99, 1e-8 },
        { SyncMode.Parameters, 0, 0, 1 },
    };

    [Theory]
    [MemberData(nameof(Settings))]
    public void Frozen_parameters_and_constants_keep_their_bits_while_the_rest_is_trained(
        SyncMode sync, double beta1, double beta2, double epsilon)
    {
        var run = Run with
        {
            Sync = sync,
            Optimizer = Run.Optimizer with { G = 0.5, D = 0.5, Beta1 = beta1, Beta2 = beta2, Epsilon = epsilon },
        };
        using var replica = Replica(run);
        var before = Snapshots.Of(replica);
        Steps(replica, run, 3);

        var after = Snapshots.Of(replica);
        foreach (var name in (string[])["g.frozen", "g.mask", "g.ids", "g.scale", "d.frozen", "d.mask", "d.ids", "d.scale"])
        {
            Assert.Equal(before.Bits(name), after.Bits(name));
        }

        Assert.NotEqual(before.Bits("g._layer.weight"), after.Bits("g._layer.weight"));
        Assert.NotEqual(before.Bits("d._layer.weight"), after.Bits("d._layer.weight"));
    }

    [Fact]
    public void What_nothing_depends_on_has_gradients_of_zero_and_stays()
    {
        using var replica = Replica(Run);
        var before = Snapshots.Of(replica);
        Steps(replica, Run, 2);

        Assert.Equal(before.Bits("d._idle.weight"), Snapshots.Of(replica).Bits("d._idle.weight"));
    }

    [Fact]
    public void A_loaded_version_s_constants_are_those_that_are_computed_with()
    {
        using var replica = Replica(Run);
        using var other = Replica(Run, ids: [1, 0]);
        Assert.NotEqual(replica.Hash(), other.Hash());

        other.Load(replica.Snapshot());
        Steps(replica, Run, 1);
        Steps(other, Run, 1);

        Assert.Equal(replica.Hash(), other.Hash());
    }

    private static GanReplica Replica(RunConfiguration run, long[]? ids = null)
    {
        var parts = RunParts.BuiltIn
            .WithGan("constant", r => new Held(r.Latent.Size, 2, ids), _ => new Held(2, 1, ids), takesLabels: false, [2])
            .WithData("steps", _ => new OwnParts.Steps([2]));
        var samples = new OwnDataSource(new OwnParts.Steps([2]), position => position % 50);
        return new GanReplica(run, parts.FamilyOf(run), new DataReader(samples), HostMemory.Instance);
    }

    private static void Steps(GanReplica replica, RunConfiguration run, int count)
    {
        replica.Begin();
        if (run.Sync == SyncMode.Gradients)
        {
            using var steps = new ReplicaSteps(replica, run);
            for (var step = 0; step < count; step++)
            {
                steps.Make(step);
            }
        }
        else
        {
            using var sum = replica.Rent(replica.Lengths.State);
            using var one = replica.Rent(replica.Lengths.State);
            for (var r = 0; r < run.Replicas; r++)
            {
                Assert.Null(replica.LocalSteps(new StepSpan(0, count), r, one.Memory, () => { }));
                for (var i = 0; i < sum.Memory.Length; i++)
                {
                    sum.Memory.Span[i] += one.Memory.Span[i];
                }
            }

            replica.Average(new StepSpan(0, count), sum.Memory);
        }

        replica.Commit(count);
    }

    /// <summary>A linear layer over values that are picked, masked and scaled by constants.</summary>
    private sealed class Held : nn.Module<Tensor, Tensor>
    {
        private readonly Linear _layer;
        private readonly Linear _idle = nn.Linear(2, 2);

        internal Held(long inputs, long outputs, long[]? ids)
            : base(nameof(Held))
        {
            _layer = nn.Linear(inputs, outputs);
            RegisterComponents();
            register_parameter("frozen", nn.Parameter(full(1, 0.5f), requires_grad: false));
            register_buffer("mask", ones(inputs, ScalarType.Bool));
            register_buffer("ids", tensor(ids ?? [0L, 1]));
            register_buffer("scale", tensor(0.75f));
        }

        public override Tensor forward(Tensor x)
        {
            var kept = x.where(get_buffer("mask")!, zeros(1)) * get_buffer("scale")!;
            return _layer.call(kept) * get_parameter("frozen")! + get_buffer("ids")![0].to(ScalarType.Float32);
        }
    }
}
