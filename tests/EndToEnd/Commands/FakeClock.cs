namespace GanCluster.EndToEnd.Tests.Commands;

/// <summary>Stands still until it is advanced.</summary>
internal sealed class FakeClock : TimeProvider
{
    private TimeSpan _passed;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => _passed.Ticks;

    public override DateTimeOffset GetUtcNow() => new DateTimeOffset(2026, 1, 2, 12, 0, 0, TimeSpan.Zero) + _passed;

    internal void Advance(TimeSpan by) => _passed += by;
}
