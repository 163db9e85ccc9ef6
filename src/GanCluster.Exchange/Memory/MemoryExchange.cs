using System.Collections.Concurrent;
using System.Collections.Immutable;
using GanCluster.Core.Rounds;
using GanCluster.Core.Workers;

namespace GanCluster.Exchange.Memory;

/// <summary>
/// The exchange among the workers of one process: they read each other's vectors where they lie. Each finishes the tree over one
/// segment, then takes the others' segments, as over a network.
/// </summary>
public sealed class MemoryExchange : IParameterExchange
{
    private readonly Lock _lock = new();
    private readonly ConcurrentDictionary<int, Memory<float>> _sums = new();
    private Meeting? _meeting;
    private AttemptId? _fence;

    public IExchangeSession Join(AttemptId id, WorkerId self, ImmutableArray<WorkerId> participants)
    {
        lock (_lock)
        {
            if (_fence is { } fence && !fence.IsOlderThan(id))
            {
                throw new ExchangeBrokenException(id, $"fenced by {fence}");
            }

            if (_meeting is null || _meeting.Id.IsOlderThan(id))
            {
                _meeting?.Break($"{id} has begun");
                _meeting = new Meeting(id, participants, _sums);
            }

            return _meeting.Id == id
                ? new MemorySession(_meeting, participants.IndexOf(self))
                : throw new ExchangeBrokenException(id, $"{_meeting.Id} has begun");
        }
    }

    public void Break(AttemptId id, string reason)
    {
        lock (_lock)
        {
            if (_fence is not { } fence || fence.IsOlderThan(id))
            {
                _fence = id;
            }

            if (_meeting is { } meeting && !id.IsOlderThan(meeting.Id))
            {
                meeting.Break(reason);
            }
        }
    }
}
