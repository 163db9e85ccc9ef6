using GanCluster.Cluster.Coordination;

namespace GanCluster.Cluster.Tests.Coordination;

public class ActiveClockSpecs
{
    private static readonly TimeSpan Pulse = TimeSpan.FromSeconds(0.5);

    [Fact]
    public void Time_that_was_asked_for_often_enough_counts()
    {
        var time = new ManualTime();
        var clock = new ActiveClock(time, Pulse);
        for (var i = 0; i < 10; i++)
        {
            time.Pass(TimeSpan.FromSeconds(1.25));
            clock.Now();
        }

        Assert.Equal(TimeSpan.FromSeconds(12.5), clock.Now());
    }

    [Fact]
    public void A_standstill_does_not_count_beyond_a_pulse()
    {
        var time = new ManualTime();
        var clock = new ActiveClock(time, Pulse);
        time.Pass(TimeSpan.FromMinutes(10));

        Assert.Equal(Pulse, clock.Now());
        time.Pass(Pulse);
        Assert.Equal(2 * Pulse, clock.Now());
    }

    private sealed class ManualTime : TimeProvider
    {
        private long _ticks;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public void Pass(TimeSpan time) => _ticks += time.Ticks;

        public override long GetTimestamp() => _ticks;
    }
}
