using GanCluster.Core.Rounds;

namespace GanCluster.Core.Workers;

/// <summary>
/// Reports progress: at the start, and then at most twice a second. It is also where a computation that takes long learns that
/// its attempt is over.
/// </summary>
internal sealed class Pulse(
    AttemptId id, WorkerId worker, Func<TimeSpan> clock, Action<RoundProgress> report, Func<string?> fenced)
{
    private static readonly TimeSpan Least = TimeSpan.FromSeconds(0.5);
    private TimeSpan _last;
    private int _steps;

    public void Begin() => Report();

    /// <summary>A replica has made a step.</summary>
    /// <exception cref="ExchangeBrokenException">The attempt was fenced.</exception>
    public void Step()
    {
        _steps++;
        Beat();
        if (fenced() is { } reason)
        {
            throw new ExchangeBrokenException(id, reason);
        }
    }

    /// <summary>The worker lives.</summary>
    public void Beat()
    {
        if (clock() - _last >= Least)
        {
            Report();
        }
    }

    private void Report()
    {
        _last = clock();
        report(new RoundProgress(id, worker, _steps));
    }
}
