using GanCluster.Core.Rounds;
using GanCluster.Core.Workers;

namespace GanCluster.Cluster.Coordination;

/// <summary>Brings the coordinator what becomes of the run's checks, from whatever thread measures them.</summary>
public sealed class CheckFeed
{
    private readonly Lock _lock = new();
    private readonly List<(IRunEvent Event, VersionSnapshot Version)> _early = [];
    private Action<IRunEvent, VersionSnapshot>? _listener;

    /// <param name="version">That was measured.</param>
    public void Tell(CheckJudged judged, VersionSnapshot version) => Tell((IRunEvent)judged, version);

    /// <inheritdoc cref="Tell(CheckJudged, VersionSnapshot)"/>
    public void Tell(CheckFailed failed, VersionSnapshot version) => Tell((IRunEvent)failed, version);

    /// <param name="version">Of a check; it is on the disk.</param>
    public void TellSaved(VersionSnapshot version) => Tell(new VersionSaved(version.Course, version.Step), version);

    /// <summary>Whoever listens next is told what comes from now on.</summary>
    public void Forget()
    {
        lock (_lock)
        {
            _listener = null;
            _early.Clear();
        }
    }

    /// <summary>Nothing that was told before is lost.</summary>
    internal void Listen(Action<IRunEvent, VersionSnapshot> listener)
    {
        lock (_lock)
        {
            _early.ForEach(told => listener(told.Event, told.Version));
            _early.Clear();
            _listener = listener;
        }
    }

    private void Tell(IRunEvent e, VersionSnapshot version)
    {
        lock (_lock)
        {
            if (_listener is { } listener)
            {
                listener(e, version);
            }
            else
            {
                _early.Add((e, version));
            }
        }
    }

    internal sealed record VersionSaved(int Course, long Step) : IRunEvent;
}
