namespace GanCluster.Simulation;

/// <summary>
/// What the coordinator and the parameter averaging tell each other: both live in one process, so it always arrives, in order,
/// but a moment later, when more may have happened.
/// </summary>
/// <param name="act">Where what arrives is done, if it still is.</param>
internal sealed class LocalMail(VirtualClock clock, Random random, Action<Action> act)
{
    private const double LongestDelay = 0.02;
    private TimeSpan _toCoordinator;
    private TimeSpan _toAveraging;

    public void ToCoordinator(Action deliver) => Deliver(ref _toCoordinator, deliver);

    public void ToAveraging(Action deliver) => Deliver(ref _toAveraging, deliver);

    private void Deliver(ref TimeSpan latest, Action deliver)
    {
        var at = clock.Now + TimeSpan.FromSeconds(random.NextDouble() * LongestDelay);
        latest = at > latest ? at : latest;
        clock.After(latest - clock.Now, () => act(deliver));
    }
}
