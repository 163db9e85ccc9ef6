using GanCluster.Core.Rounds;
using GanCluster.Core.Runs;
using GanCluster.Training.Devices;
using TorchSharp;

namespace GanCluster.Training.Tests.Replicas;

public class LiveTensorSpecs
{
    private static long Live => DisposeScopeManager.Statistics.ThreadTotalLiveCount;

    [Theory]
    [InlineData("mixture", 300, false)]
    [InlineData("dcgan", 30, false)]
    [InlineData("dcgan", 30, true)]
    [InlineData("dcgan, recomputed", 30, false)]
    public void Steps_of_gradients_keep_no_tensors(string family, int count, bool apart)
    {
        var configuration = Runs.Of(family);
        var outside = Live;
        using (var replica = Runs.Replica(configuration, memory: apart ? new FakeDevice() : HostMemory.Instance))
        using (var steps = new ReplicaSteps(replica, configuration))
        {
            // The second round is the first that a device reads ahead in.
            Round(0);
            Round(1);
            var before = Live;
            for (var step = 2; step < count; step++)
            {
                Round(step);
            }

            Assert.Equal(before, Live);

            void Round(long step)
            {
                replica.Begin();
                steps.Make(step);
                replica.Hash();
                replica.Commit(step + 1);
                replica.Snapshot();
            }
        }

        Assert.Equal(outside, Live);
    }

    [Theory]
    [InlineData("mixture", 300, false)]
    [InlineData("dcgan", 30, false)]
    [InlineData("dcgan", 30, true)]
    [InlineData("dcgan, recomputed", 30, false)]
    public void Local_steps_keep_no_tensors(string family, int count, bool apart)
    {
        const int Every = 10;
        var configuration = Runs.Of(family) with { Sync = SyncMode.Parameters, SyncEvery = Every };
        var outside = Live;
        using (var replica = Runs.Replica(configuration, memory: apart ? new FakeDevice() : HostMemory.Instance))
        using (var state = replica.Rent(replica.Lengths.State))
        {
            Round(0);
            var before = Live;
            for (var step = Every; step < count; step += Every)
            {
                Round(step);
            }

            Assert.Equal(before, Live);

            void Round(long step)
            {
                var span = new StepSpan(step, Every);
                replica.Begin();
                replica.LocalSteps(span, 0, state.Memory, () => { });
                replica.LocalSteps(span, 1, state.Memory, () => { });
                replica.Average(span, state.Memory);
                replica.Commit(span.End);
            }
        }

        Assert.Equal(outside, Live);
    }

    [Theory]
    [InlineData("mixture")]
    [InlineData("dcgan, recomputed")]
    public void An_attempt_that_ends_between_D_and_G_keeps_no_tensors(string family)
    {
        var configuration = Runs.Of(family);
        using var replica = Runs.Replica(configuration);
        using var steps = new ReplicaSteps(replica, configuration);
        steps.Make(0);
        replica.Begin();
        var before = Live;
        for (var i = 0; i < 3; i++)
        {
            steps.DiscriminatorStep(0);
            replica.Begin();
        }

        Assert.Equal(before, Live);
    }
}
