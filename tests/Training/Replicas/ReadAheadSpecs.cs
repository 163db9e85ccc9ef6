using System.Collections.Concurrent;
using GanCluster.Core.Runs;
using GanCluster.Training.Data;
using GanCluster.Training.Devices;
using GanCluster.Training.Replicas;
using static TorchSharp.torch;

namespace GanCluster.Training.Tests.Replicas;

public class ReadAheadSpecs
{
    private static readonly RunConfiguration Two = Runs.Of("vanilla, concatenation") with { Replicas = 4 };

    [Fact]
    public void What_follows_as_it_did_before_is_read_ahead_and_noted_when_it_is_taken()
    {
        using var scope = NewDisposeScope();
        var reader = new WatchedReader(Two);
        using var ahead = new ReadAhead(Two, Runs.Family(Two), reader, new FakeDevice(), TimeProvider.System);
        var noted = new Noted();

        // Replicas 1 and 2 of steps 0 and 1: the distances are known from the third batch on.
        foreach (var (first, known) in ((long, int)[])[(4, 1), (8, 2), (20, 4), (24, 5), (36, 6)])
        {
            var (real, labels) = ahead.Take(first, noted);
            Assert.Equal(4, real.shape[0]);
            Assert.Equal(4, labels!.numel());
            Assert.Equal(Enumerable.Range(0, 4).Select(i => first + i), noted.Take());
            reader.Await(known);
        }

        Assert.Equal([4, 8, 20, 24, 36, 40], reader.Read);
    }

    [Fact]
    public void A_wrong_guess_is_forgotten_and_nothing_of_it_is_noted()
    {
        using var scope = NewDisposeScope();
        using var ahead = new ReadAhead(Two, Runs.Family(Two), new WatchedReader(Two), new FakeDevice(), TimeProvider.System);
        var noted = new Noted();
        foreach (var first in (long[])[0, 16, 32, 40, 56])
        {
            var (real, _) = ahead.Take(first, noted);
            Assert.Equal(Enumerable.Range(0, 4).Select(i => first + i), noted.Take());
            Assert.Equal(Alone(first), Tensors.Floats(real));
        }
    }

    [Fact]
    public void What_a_read_throws_comes_to_whoever_takes_it_and_to_nobody_else()
    {
        using var scope = NewDisposeScope();
        var reader = new WatchedReader(Two);
        using var ahead = new ReadAhead(Two, Runs.Family(Two), reader, new FakeDevice(), TimeProvider.System);
        ahead.Take(0, new Noted());
        reader.FailsFrom = 32;
        ahead.Take(16, new Noted());
        Assert.Throws<IOException>(() => ahead.Take(32, new Noted()));
        reader.FailsFrom = 48;
        ahead.Take(32, new Noted());
        ahead.Take(20, new Noted());
    }

    [Fact]
    public void The_processor_reads_ahead_only_what_takes_long()
    {
        using var scope = NewDisposeScope();
        var reader = new WatchedReader(Two);
        using var ahead = new ReadAhead(Two, Runs.Family(Two), reader, HostMemory.Instance, reader.Time);
        ahead.Take(0, new Noted());
        ahead.Take(16, new Noted());
        ahead.Take(32, new Noted());
        Assert.Equal([0, 16, 32], reader.Read);
        reader.Takes = TimeSpan.FromMilliseconds(3);
        ahead.Take(48, new Noted());
        reader.Await(5);
        Assert.Equal([0, 16, 32, 48, 64], reader.Read);
    }

    private static float[] Alone(long first)
    {
        using var ahead = new ReadAhead(Two, Runs.Family(Two), new DataReader(Runs.Data(Two)), HostMemory.Instance, TimeProvider.System);
        return Tensors.Floats(ahead.Take(first, new Noted()).Real);
    }

    private sealed class Noted : IReadObserver
    {
        private List<long> _positions = [];

        public void OnRead(long position, long index) => _positions.Add(position);

        public List<long> Take()
        {
            var taken = _positions;
            _positions = [];
            return taken;
        }
    }

    /// <summary>Recording, and failing or slow when told to.</summary>
    private sealed class WatchedReader(RunConfiguration configuration) : IDataReader
    {
        private readonly DataReader _reader = new(Runs.Data(configuration));
        private readonly ConcurrentQueue<long> _read = new();

        public List<long> Read => [.. _read];

        public long FailsFrom { get; set; } = long.MaxValue;

        public TimeSpan Takes { get; set; }

        public Clock Time { get; } = new();

        public void Await(int reads) => Assert.True(
            SpinWait.SpinUntil(() => _read.Count >= reads, TimeSpan.FromSeconds(30)), $"{_read.Count} reads of {reads} were begun");

        void IDataReader.Read(
            ReadOnlySpan<long> positions, Span<float> destination, Span<int> labels, IReadObserver observer)
        {
            _read.Enqueue(positions[0]);
            if (positions[0] >= FailsFrom)
            {
                throw new IOException("gone");
            }

            Time.Pass(Takes);
            _reader.Read(positions, destination, labels, observer);
        }
    }

    /// <summary>Stands but for what it is told.</summary>
    private sealed class Clock : TimeProvider
    {
        private long _now;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public void Pass(TimeSpan time) => Interlocked.Add(ref _now, time.Ticks);

        public override long GetTimestamp() => Interlocked.Read(ref _now);
    }
}
