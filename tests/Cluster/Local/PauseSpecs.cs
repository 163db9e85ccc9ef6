using GanCluster.Core.Runs;

namespace GanCluster.Cluster.Tests.Local;

public class PauseSpecs
{
    [Theory]
    [InlineData(SyncMode.Gradients, Phase.GradientD)]
    [InlineData(SyncMode.Parameters, Phase.Local)]
    public void A_process_that_stood_still_for_an_hour_loses_no_worker(SyncMode sync, Phase phase)
    {
        var time = new PausedTime();
        var run = new LocalRun(sync, Replicas: 4, Workers: 2)
        {
            Time = time,
            Faults = new FaultSchedule().At("worker-1", 15, phase, () => time.Pause(TimeSpan.FromHours(1))),
        };

        Assert.Equal(0, run.RunToTheEnd().State.Faults);
        Assert.Equal(LocalRun.Quiet(sync, 4), run.Hash);
    }

    /// <summary>The system's clock with hours that nobody lived through.</summary>
    private sealed class PausedTime : TimeProvider
    {
        private long _skipped;

        public override long GetTimestamp() => base.GetTimestamp() + Interlocked.Read(ref _skipped);

        public void Pause(TimeSpan length) => Interlocked.Add(ref _skipped, (long)(length.TotalSeconds * TimestampFrequency));
    }
}
