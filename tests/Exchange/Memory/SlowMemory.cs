using System.Buffers;

namespace GanCluster.Exchange.Tests.Memory;

/// <summary>Memory whose reader or writer is held up: it says that it is at it, and waits to be released.</summary>
internal sealed class SlowMemory(int length, ManualResetEventSlim reading, ManualResetEventSlim release) : MemoryManager<float>
{
    private readonly float[] _values = new float[length];

    public Memory<float> Whole => CreateMemory(length);

    public override Span<float> GetSpan()
    {
        reading.Set();
        if (!release.Wait(TimeSpan.FromSeconds(20)))
        {
            throw new TimeoutException("the reader was not released within 20 s");
        }

        return _values;
    }

    public override MemoryHandle Pin(int elementIndex = 0) => throw new NotSupportedException();

    public override void Unpin() => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
    }
}
