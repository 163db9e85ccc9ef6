using System.Collections.Concurrent;

namespace GanCluster.Core;

/// <summary>Which lines the user has been told lately: the same one is told once a minute, however often there is cause. On any
/// thread.</summary>
public sealed class ToldLines
{
    /// <summary>So that what strangers cause fills no memory: beyond it all are forgotten, and may be told once more.</summary>
    private const int Most = 1000;

    private static readonly TimeSpan Again = TimeSpan.FromMinutes(1);
    private readonly ConcurrentDictionary<string, TimeSpan> _told = new(StringComparer.Ordinal);

    /// <summary>Whether the line is to be told; from then on it counts as told.</summary>
    /// <param name="now">By a clock that only goes forward.</param>
    public bool IsNew(string line, TimeSpan now)
    {
        if (_told.TryGetValue(line, out var then) && now - then < Again)
        {
            return false;
        }

        if (_told.Count >= Most)
        {
            _told.Clear();
        }

        _told[line] = now;
        return true;
    }
}
