using GanCluster.Core.Rounds;
using GanCluster.Training.Replicas;

namespace GanCluster.Training.Tests.Replicas;

public class ReplicaJournalSpecs
{
    [Fact]
    public void Figures_are_means_over_the_steps_and_over_Ds_steps_in_each()
    {
        var journal = new ReplicaJournal(3);
        foreach (var (lossD, lossG) in ((double, double)[])[(1, 10), (3, 20)])
        {
            journal.AddDiscriminator(lossD, 0.5, 0.25, discriminatorSteps: 2);
            journal.AddDiscriminator(lossD + 4, 0.75, 0, discriminatorSteps: 2);
            journal.AddGenerator(lossG);
        }

        Assert.Equal(new ReplicaStatistics(3, 4, 15, 0.625, 0.125), journal.Mean(2));
    }

    [Fact]
    public void What_was_read_is_noted_by_position_and_index()
    {
        var (journal, other) = (new ReplicaJournal(0), new ReplicaJournal(0));
        journal.OnRead(7, 70);
        journal.OnRead(8, 3);
        other.OnRead(7, 70);
        other.OnRead(8, 4);

        Assert.Equal((7, 2), (journal.Reads.First, journal.Reads.Count));
        Assert.NotEqual(journal.Reads.Digest, other.Reads.Digest);
    }
}
