using GanCluster.Core.Rounds;

namespace GanCluster.Core.Workers;

/// <summary>Reports progress at most twice a second.</summary>
internal sealed class Pulse(AttemptId id, WorkerId worker, Func<TimeSpan> clock, Action<RoundProgress> report)
{
    private static readonly TimeSpan Least = TimeSpan.FromSeconds(0.5);
    private TimeSpan _last = clock();
    private int _steps;

    /// <summary>A replica has made a step.</summary>
    public void Step()
    {
        _steps++;
        Beat();
    }

    /// <summary>The worker lives.</summary>
    public void Beat()
    {
        if (clock() - _last >= Least)
        {
            _last = clock();
            report(new RoundProgress(id, worker, _steps));
        }
    }
}
