using GanCluster.Core.Runs;
using GanCluster.Training.Data;
using GanCluster.Training.Devices;
using GanCluster.Training.Replicas;

namespace GanCluster.Training.Tests.Replicas;

public class BatchesSpecs
{
    private static readonly RunConfiguration Conditional = Runs.Of("vanilla, concatenation");

    [Fact]
    public void A_batch_has_the_label_of_each_image_that_it_read()
    {
        var source = Runs.Data(Conditional);
        var reads = new ReadLogObserver();
        var batch = Of(Conditional).Real(step: 3, j: 0, replica: 1, reads);
        Assert.Equal([28L, 29, 30, 31], reads.Positions);
        Assert.Equal(28, batch.First);
        Assert.Equal(reads.Indices.Select(index => (long)source.LabelOf(index)), batch.Labels!.data<long>().ToArray());
        Assert.Null(Of(Runs.Dcgan).Real(3, 0, 1, reads).Labels);
    }

    [Fact]
    public void The_gradient_penalty_looks_where_the_position_says_whoever_asks()
    {
        var penalized = Runs.Dcgan with { Penalties = new PenaltyOptions { Gradient = 10 } };
        var two = Between(penalized with { Batch = 8, Replicas = 1 }, 0);
        Assert.Equal(two, Between(penalized, 0).Concat(Between(penalized, 1)));
        Assert.All(two, share => Assert.InRange(share, 0, 1));
        Assert.Equal(8, two.Distinct().Count());
        Assert.Null(Of(Runs.Dcgan).Between(Of(Runs.Dcgan).Real(0, 0, 0, new ReadLogObserver())));
    }

    [Fact]
    public void A_pack_looks_from_one_place_along_all_its_samples()
    {
        var packed = Between(Runs.Dcgan with { Packing = 2, Penalties = new PenaltyOptions { Gradient = 10 } }, 0);
        Assert.Equal((packed[0], packed[2]), (packed[1], packed[3]));
        Assert.NotEqual(packed[0], packed[2]);
    }

    private static float[] Between(RunConfiguration configuration, int replica)
    {
        var batches = Of(configuration);
        return batches.Between(batches.Real(0, 0, replica, new ReadLogObserver()))!.data<float>().ToArray();
    }

    private static Batches Of(RunConfiguration configuration)
    {
        var data = Runs.Data(configuration);
        return new Batches(configuration, Runs.Family(configuration), new DataReader(data), HostMemory.Instance, TimeProvider.System);
    }

    private sealed class ReadLogObserver : IReadObserver
    {
        public List<long> Positions { get; } = [];

        public List<long> Indices { get; } = [];

        public void OnRead(long position, long index)
        {
            Positions.Add(position);
            Indices.Add(index);
        }
    }
}
