using GanCluster.Core.Rounds;
using GanCluster.Core.Runs;

namespace GanCluster.Training.Tests.Devices;

/// <summary>A device that does not compute in the host's memory: what goes to and fro, and that it changes no bit.</summary>
public class DeviceCopySpecs
{
    public static TheoryData<string> Names => Runs.Names;

    [Theory]
    [MemberData(nameof(Names))]
    public void A_run_on_a_device_of_its_own_has_the_bits_of_one_in_the_hosts_memory(string name)
    {
        foreach (var sync in Enum.GetValues<SyncMode>())
        {
            var configuration = Runs.Of(name) with { Sync = sync, SyncEvery = 2 };
            using var here = new Team(configuration, workers: 1);
            using var apart = new Team(configuration, workers: 2, new FakeDevice());
            for (var step = 0; step < 4; step += 2)
            {
                here.Round(new StepSpan(step, 2));
                apart.Round(new StepSpan(step, 2));
            }

            Assert.Equal(here.First.Hash(), apart.First.Hash());
            Assert.Equal(here.First.Report(0, 2).Statistics, apart.First.Report(0, 2).Statistics);
            Assert.Equal(here.First.Report(0, 2).Reads.Encode(), apart.First.Report(0, 2).Reads.Encode());
            Assert.Equal(
                here.First.Snapshot().Tensors.Select(t => t.Values.ToArray()),
                apart.First.Snapshot().Tensors.Select(t => t.Values.ToArray()));
        }
    }

    /// <summary>z, the real samples and both sums go there; both gradients and two answers to whether the weights are finite come
    /// back.</summary>
    [Fact]
    public void A_step_of_gradients_copies_as_often_however_many_parameters_there_are()
    {
        Assert.Equal(new Copies(ToDevice: 4, ToHost: 4, Waits: 4), OfStep(depth: 1));
        Assert.Equal(new Copies(ToDevice: 4, ToHost: 4, Waits: 4), OfStep(depth: 5));
    }

    /// <summary>z and the real samples go there; of gradients and weights only whether they are finite comes back.</summary>
    [Fact]
    public void A_local_step_leaves_gradients_where_they_are()
    {
        var (few, many) = (OfLocalSteps(depth: 1, count: 1), OfLocalSteps(depth: 5, count: 1));
        Assert.Equal(few, many);
        Assert.Equal(new Copies(ToDevice: 2, ToHost: 4, Waits: 4), OfLocalSteps(depth: 5, count: 2) - many);
    }

    /// <summary>The six tensors of a state; of a version these, the EMA and what never changes of either network.</summary>
    [Fact]
    public void A_commit_copies_whole_sections()
    {
        var device = new FakeDevice();
        var configuration = Deep(depth: 5) with { Sync = SyncMode.Parameters };
        using var replica = Runs.Replica(configuration, memory: device);
        using var state = replica.Rent(replica.Lengths.State);
        replica.Begin();
        Assert.Null(replica.LocalSteps(new StepSpan(0, 1), 0, state.Memory, () => { }));

        // What comes back is how far the replicas had drifted apart.
        Assert.Equal(new Copies(ToDevice: 6, ToHost: 1, Waits: 1), Of(() => replica.Average(new StepSpan(0, 1), state.Memory)));
        Assert.Equal(new Copies(ToDevice: 0, ToHost: 9, Waits: 1), Of(() => replica.Hash()));
        Assert.Equal(default, Of(() => replica.Commit(1)));
        var version = replica.Snapshot();
        Assert.Equal(new Copies(ToDevice: 9, ToHost: 0, Waits: 1), Of(() => replica.Load(version)));

        Copies Of(Action act)
        {
            var before = device.Count;
            act();
            return device.Count - before;
        }
    }

    [Fact]
    public void Weights_that_are_no_numbers_any_more_are_seen_on_the_device()
    {
        using var replica = Runs.Replica(Deep(depth: 1), memory: new FakeDevice());
        Assert.True(replica.IsFinite(NetworkKind.Discriminator));
        var version = replica.Snapshot();
        var broken = version with
        {
            Tensors = [.. version.Tensors.Select(t => t.Name.StartsWith("d.", StringComparison.Ordinal)
                ? t with { Values = t.Values.ToArray().Select((v, i) => i == 0 ? float.NaN : v).ToArray() }
                : t)],
        };
        replica.Load(broken);

        Assert.False(replica.IsFinite(NetworkKind.Discriminator));
        Assert.True(replica.IsFinite(NetworkKind.Generator));
    }

    private static RunConfiguration Deep(int depth) =>
        Runs.Of("vanilla") with { Replicas = 1, Network = new() { Width = 8, Depth = depth } };

    private static Copies OfStep(int depth)
    {
        var device = new FakeDevice();
        using var replica = Runs.Replica(Deep(depth), memory: device);
        using var discriminator = replica.Rent(replica.Lengths.Discriminator);
        using var generator = replica.Rent(replica.Lengths.Generator);
        replica.Begin();
        Step(0);
        var before = device.Count;
        Step(1);
        return device.Count - before;

        void Step(long step)
        {
            replica.DiscriminatorGradient(step, 0, 0, discriminator.Memory);
            replica.DiscriminatorStep(step, 0, discriminator.Memory);
            Assert.True(replica.IsFinite(NetworkKind.Discriminator));
            replica.GeneratorGradient(step, 0, generator.Memory);
            replica.GeneratorStep(step, generator.Memory);
            Assert.True(replica.IsFinite(NetworkKind.Generator));
        }
    }

    private static Copies OfLocalSteps(int depth, int count)
    {
        var device = new FakeDevice();
        using var replica = Runs.Replica(Deep(depth) with { Sync = SyncMode.Parameters }, memory: device);
        using var state = replica.Rent(replica.Lengths.State);
        replica.Begin();
        var before = device.Count;
        Assert.Null(replica.LocalSteps(new StepSpan(0, count), 0, state.Memory, () => { }));
        return device.Count - before;
    }
}
