using System.Diagnostics.CodeAnalysis;

namespace Akka.Remote.Tcp;

/// <summary>
/// Two lanes, each in order; the urgent one (heartbeats and the member table) goes first. Bounded by the bytes that wait.
/// </summary>
internal sealed class SendQueue(long maximumBytes)
{
    private readonly Queue<Outgoing> _urgent = [];
    private readonly Queue<Outgoing> _ordinary = [];
    private long _bytes;

    public bool IsEmpty => _urgent.Count + _ordinary.Count == 0;

    public bool TryAdd(Outgoing outgoing, bool urgent)
    {
        if (_bytes + outgoing.Frame.Length > maximumBytes)
        {
            return false;
        }
        _bytes += outgoing.Frame.Length;
        (urgent ? _urgent : _ordinary).Enqueue(outgoing);
        return true;
    }

    public bool TryPeek([NotNullWhen(true)] out Outgoing? next) => _urgent.TryPeek(out next) || _ordinary.TryPeek(out next);

    public Outgoing Take()
    {
        Outgoing taken = _urgent.Count > 0 ? _urgent.Dequeue() : _ordinary.Dequeue();
        _bytes -= taken.Frame.Length;
        return taken;
    }
}
