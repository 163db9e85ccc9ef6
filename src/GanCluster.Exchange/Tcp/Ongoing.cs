using System.Collections.Concurrent;

namespace GanCluster.Exchange.Tcp;

/// <summary>What has to be ended when the exchange closes.</summary>
internal sealed class Ongoing : IDisposable
{
    private readonly ConcurrentDictionary<object, Action> _ends = new();
    private volatile bool _closed;

    public void Add(object key, Action end)
    {
        _ends[key] = end;
        if (_closed)
        {
            end();
        }
    }

    public void Remove(object key) => _ends.TryRemove(key, out _);

    public void Dispose()
    {
        _closed = true;
        foreach (var end in _ends.Values)
        {
            end();
        }
    }
}
