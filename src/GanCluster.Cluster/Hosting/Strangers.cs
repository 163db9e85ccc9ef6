using System.Collections.Concurrent;

namespace GanCluster.Cluster.Hosting;

/// <summary>Says once of each machine that it shows another certificate, however often it tries.</summary>
internal sealed class Strangers(Action<string> note)
{
    private const int Most = 100;
    private readonly ConcurrentDictionary<string, bool> _known = new(StringComparer.Ordinal);

    /// <param name="peer">HOST:PORT, or another name for who connects.</param>
    public void TurnAway(string peer)
    {
        var colon = peer.LastIndexOf(':');
        var machine = colon > 0 ? peer[..colon] : peer;
        if (_known.Count < Most && _known.TryAdd(machine, true))
        {
            note($"refused a node at {machine}: it shows another certificate; give both the same --certificate");
        }
    }
}
