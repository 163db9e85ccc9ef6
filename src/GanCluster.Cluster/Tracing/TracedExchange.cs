using System.Collections.Immutable;
using System.Diagnostics;
using GanCluster.Core.Rounds;
using GanCluster.Core.Sums;
using GanCluster.Core.Workers;

namespace GanCluster.Cluster.Tracing;

/// <summary>An exchange whose sums are one span of the thread's activity, if it has one. In <c>gradients</c> an attempt has two
/// sums and more a step, and a span for each would be hundreds a second; so it goes from the first to the last, and says how many
/// there were and what they took.</summary>
internal sealed class TracedExchange(IParameterExchange exchange) : IParameterExchange
{
    public IExchangeSession Join(AttemptId id, WorkerId self, ImmutableArray<WorkerId> participants)
    {
        var session = exchange.Join(id, self, participants);
        return Activity.Current is { IsAllDataRequested: true } compute
            ? new Session(session, id, self, compute.Context)
            : session;
    }

    public void Break(AttemptId id, string reason) => exchange.Break(id, reason);

    private sealed class Session(IExchangeSession session, AttemptId id, WorkerId self, ActivityContext compute) : IExchangeSession
    {
        private Activity? _span;
        private TimeSpan _took;
        private DateTime _ended;
        private int _sums;
        private string? _failure;

        public void Sum(ReductionTree tree, IReadOnlyList<PartialSum> nodes, Memory<float> sum, Action waiting)
        {
            _span ??= RoundSpans.Begin("exchange", id, compute, self);
            var started = Stopwatch.GetTimestamp();
            try
            {
                session.Sum(tree, nodes, sum, waiting);
                _sums++;
            }
            catch (ExchangeBrokenException broken)
            {
                _failure = broken.Message;
                throw;
            }
            finally
            {
                _took += Stopwatch.GetElapsedTime(started);
                _ended = DateTime.UtcNow;
            }
        }

        public void Dispose()
        {
            session.Dispose();
            if (_span is { } span)
            {
                span.SetTag("gancluster.exchange.sums", _sums);
                span.SetTag("gancluster.exchange.seconds", _took.TotalSeconds);
                span.SetEndTime(_ended);
                span.End(_failure);
            }
        }
    }
}
