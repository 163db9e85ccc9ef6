using System.Runtime.InteropServices;
using GanCluster.Core.Runs;
using GanCluster.Training.Data;
using GanCluster.Training.Devices;
using GanCluster.Training.Networks;
using static TorchSharp.torch;

namespace GanCluster.Training.Replicas;

/// <summary>
/// Reads the samples of the batch that comes next on another thread while a step is computed. Which one that is follows from what
/// came the last time after this place in a step; a wrong guess is read in vain. One batch is read at a time, and only what is taken is
/// noted. Where the processor computes it is busy with a step, so there only what takes long is read ahead.
/// </summary>
/// <param name="time">By which a read takes long.</param>
internal sealed class ReadAhead(
    RunConfiguration configuration, Family family, IDataReader reader, IDeviceMemory memory, TimeProvider time) : IDisposable
{
    private static readonly TimeSpan Long = TimeSpan.FromMilliseconds(1);

    /// <summary>From a batch's place in a step to how many positions later the next one begins.</summary>
    private readonly Dictionary<long, long> _distances = [];
    private long? _last;
    private Samples? _next;

    /// <param name="first">The position of the batch's first sample.</param>
    /// <param name="observer">Is told what was read for the batch.</param>
    /// <returns>On the device: (batch, sample shape), and (batch) int64 with conditioning.</returns>
    public (Tensor Real, Tensor? Labels) Take(long first, IReadObserver observer)
    {
        if (_last is { } last)
        {
            _distances[PlaceOf(last)] = first - last;
        }

        _last = first;
        using var samples = Begun(first) ?? Empty(first);
        samples.End(reader, observer);
        var real = memory.ToDevice(samples.Real.alias());
        var labels = Labels.Of(samples.Labels, family.Classes, memory);
        if ((!memory.IsHost || samples.Took > Long)
            && _distances.TryGetValue(PlaceOf(first), out var distance) && first + distance >= 0)
        {
            _next = Empty(first + distance);
            _next.Begin(reader);
        }

        return (real, labels);
    }

    public void Dispose() => Forget();

    private Samples? Begun(long first)
    {
        if (_next is { } next && next.First == first)
        {
            _next = null;
            return next;
        }

        Forget();
        return null;
    }

    private void Forget()
    {
        _next?.Dispose();
        _next = null;
    }

    private long PlaceOf(long first) => first / configuration.Batch % ((long)configuration.Replicas * configuration.DSteps);

    private Samples Empty(long first) => new(
        first,
        memory.Host([configuration.Batch, .. family.Shape]).DetachFromDisposeScope(),
        new int[family.Classes == 0 ? 0 : configuration.Batch],
        time);

    /// <param name="Real">On the host; no tensor is made on the other thread.</param>
    private sealed record Samples(long First, Tensor Real, int[] Labels, TimeProvider Time) : IReadObserver, IDisposable
    {
        private readonly List<(long Position, long Index)> _noted = [];
        private Task? _reading;

        public TimeSpan Took { get; private set; }

        public void Begin(IDataReader reader) => _reading = Task.Run(() => Read(reader, this));

        /// <summary>Waits for what has begun, or reads here.</summary>
        public void End(IDataReader reader, IReadObserver observer)
        {
            if (_reading is null)
            {
                Read(reader, observer);
                return;
            }

            _reading.GetAwaiter().GetResult();
            _noted.ForEach(read => observer.OnRead(read.Position, read.Index));
        }

        public void OnRead(long position, long index) => _noted.Add((position, index));

        /// <summary>Waits for the other thread; what it met is of no interest any more.</summary>
        public void Dispose()
        {
            if (_reading is not null)
            {
                Task.WaitAny(_reading);
            }

            Real.Dispose();
        }

        private void Read(IDataReader reader, IReadObserver observer)
        {
            var started = Time.GetTimestamp();
            var positions = new long[Real.shape[0]];
            for (var i = 0; i < positions.Length; i++)
            {
                positions[i] = First + i;
            }

            reader.Read(positions, MemoryMarshal.Cast<byte, float>(Real.bytes), Labels, observer);
            Took = Time.GetElapsedTime(started);
        }
    }
}
