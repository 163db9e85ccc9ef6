using System.Diagnostics;

namespace GanCluster.Training.Data;

/// <summary>Counts what threads have done and tells of it a few times a second.</summary>
internal sealed class Pace(int images, IPreparation progress)
{
    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(250);

    private readonly Stopwatch _time = Stopwatch.StartNew();
    private readonly Lock _lock = new();
    private int _done;
    private TimeSpan _told;

    public void OnDone()
    {
        lock (_lock)
        {
            var now = _time.Elapsed;
            if (++_done == images || now - _told >= Between)
            {
                _told = now;
                progress.OnProgress(new PreparationProgress(_done, images, _done / now.TotalSeconds));
            }
        }
    }
}
