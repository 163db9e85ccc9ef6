using System.Collections.Immutable;
using GanCluster.Core.Rounds;
using GanCluster.Core.Workers;

namespace GanCluster.Exchange.Tests;

/// <summary>Participants on threads of their own. Whatever is awaited has a deadline.</summary>
internal sealed class Team(IReadOnlyList<IParameterExchange> exchanges) : IDisposable
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(20);
    private readonly SemaphoreSlim _signOfLife = new(0);

    public IExchangeSession Join(AttemptId id, int rank, int? participants = null) =>
        exchanges[rank].Join(id, Worker(rank), [.. Enumerable.Range(0, participants ?? exchanges.Count).Select(Worker)]);

    public void Break(AttemptId id, string reason)
    {
        foreach (var exchange in exchanges.Distinct())
        {
            exchange.Break(id, reason);
        }
    }

    /// <summary>Everyone takes part; what each returned, by rank.</summary>
    public IReadOnlyList<T> Run<T>(AttemptId id, Func<IExchangeSession, int, Action, T> part, int? participants = null)
    {
        var ranks = Enumerable.Range(0, participants ?? exchanges.Count);
        return [.. Start(id, ranks, part, participants).Select(p => p.AwaitResult())];
    }

    public ImmutableArray<Part<T>> Start<T>(
        AttemptId id, IEnumerable<int> ranks, Func<IExchangeSession, int, Action, T> part, int? participants = null) =>
        [.. ranks.Select(rank => new Part<T>($"participant {rank} of {id}", () =>
        {
            using var session = Join(id, rank, participants);
            return part(session, rank, () => _signOfLife.Release());
        }))];

    public void AwaitSignOfLife() =>
        Assert.True(_signOfLife.Wait(Deadline), $"no participant showed a sign of life within {Deadline}");

    public void Dispose()
    {
        _signOfLife.Dispose();
        foreach (var exchange in exchanges.OfType<IDisposable>().Distinct())
        {
            exchange.Dispose();
        }
    }

    private static WorkerId Worker(int rank) => new($"w{rank}");
}
