using GanCluster.Core.Rounds;
using GanCluster.Training.Devices;
using GanCluster.Training.Replicas;
using static TorchSharp.torch;

namespace GanCluster.Training.Tests.Replicas;

public class ReplicaJournalSpecs
{
    [Fact]
    public void Figures_are_means_over_the_steps_and_over_Ds_steps_in_each()
    {
        using var scope = NewDisposeScope();
        using var figures = new StepFigures(replicas: 4, HostMemory.Instance);
        Add(figures, 1);
        figures.Begin();
        Add(figures, 3);
        Add(figures, 1);
        figures.Begin(1);

        Assert.Equal(new ReplicaStatistics(3, 4, 15, 0.625, 0.125), figures.Mean(3, steps: 2));
        Assert.Equal(new ReplicaStatistics(1, 0, 0, 0, 0), figures.Mean(1, steps: 2));
    }

    [Fact]
    public void Figures_are_read_of_the_device_once_however_many_replicas_and_steps_there_were()
    {
        using var scope = NewDisposeScope();
        var device = new FakeDevice();
        using var figures = new StepFigures(replicas: 4, device);
        Add(figures, 3);
        Add(figures, 1);
        Assert.Equal(default, device.Count);

        Assert.Equal(new ReplicaStatistics(3, 4, 15, 0.625, 0.125), figures.Mean(3, steps: 2));
        Assert.Equal(new ReplicaStatistics(1, 8, 30, 1.25, 0.25), figures.Mean(1, steps: 1));
        Assert.Equal(new Copies(ToDevice: 0, ToHost: 1, Waits: 1), device.Count);
    }

    [Fact]
    public void What_was_read_is_noted_by_position_and_index()
    {
        var (journal, other) = (new ReplicaJournal(), new ReplicaJournal());
        journal.OnRead(7, 70);
        journal.OnRead(8, 3);
        other.OnRead(7, 70);
        other.OnRead(8, 4);

        Assert.Equal((7, 2), (journal.Reads.First, journal.Reads.Count));
        Assert.NotEqual(journal.Reads.Digest, other.Reads.Digest);
    }

    private static void Add(StepFigures figures, int replica)
    {
        foreach (var (lossD, lossG) in ((double, double)[])[(1, 10), (3, 20)])
        {
            figures.AddDiscriminator(replica, tensor(lossD), tensor(0.5), tensor(0.25), discriminatorSteps: 2);
            figures.AddDiscriminator(replica, tensor(lossD + 4), tensor(0.75), tensor(0.0), discriminatorSteps: 2);
            figures.AddGenerator(replica, tensor(lossG));
        }
    }
}
