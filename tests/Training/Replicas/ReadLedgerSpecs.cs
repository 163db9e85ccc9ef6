using GanCluster.Core.Ledger;
using GanCluster.Training.Data;

namespace GanCluster.Training.Tests.Replicas;

public class ReadLedgerSpecs
{
    private const int Steps = 3;

    [Fact]
    public void A_quiet_run_loses_and_repeats_nothing()
    {
        var totals = Audit(new DataReader(Runs.Data(Runs.Mixture)));
        Assert.Equal((48, 48, 0, 0, 0), (totals.Planned, totals.Read, totals.Lost, totals.Repeated, totals.Unplanned));
        Assert.Empty(totals.Reasons);
    }

    [Fact]
    public void A_reader_that_skips_a_sample_and_reads_another_twice_is_found_out()
    {
        var totals = Audit(new FaultyReader(new DataReader(Runs.Data(Runs.Mixture)), skipped: 21));
        Assert.Equal((48, 48, 1, 1, 0), (totals.Planned, totals.Read, totals.Lost, totals.Repeated, totals.Unplanned));
        Assert.NotEmpty(totals.Reasons);
    }

    private static LedgerTotals Audit(IDataReader reader)
    {
        var configuration = Runs.Mixture;
        using var replica = Runs.Replica(configuration, reader);
        using var steps = new ReplicaSteps(replica, configuration);
        for (var step = 0; step < Steps; step++)
        {
            steps.Make(step);
        }

        var rows = Enumerable.Range(0, configuration.Replicas).Select(r =>
        {
            var reads = replica.Report(r, Steps).Reads;
            return new Contribution(1, r, 1, "worker-1", reads.First, reads.Count, reads.Digest, reads.Encode());
        });
        var plan = new SamplePlan(configuration.Replicas, configuration.Batch, configuration.DSteps);
        return LedgerAudit.Audit(plan, 0, Steps, [new CommittedRound(0, Steps, [.. rows])], Runs.Data(configuration).IndexAt);
    }

    /// <summary>Reads the sample before the skipped one in its stead.</summary>
    private sealed class FaultyReader(IDataReader reader, long skipped) : IDataReader
    {
        public void Read(ReadOnlySpan<long> positions, Span<float> destination, Span<int> labels, IReadObserver observer)
        {
            var changed = positions.ToArray();
            for (var i = 0; i < changed.Length; i++)
            {
                changed[i] -= changed[i] == skipped ? 1 : 0;
            }

            reader.Read(changed, destination, labels, observer);
        }
    }
}
