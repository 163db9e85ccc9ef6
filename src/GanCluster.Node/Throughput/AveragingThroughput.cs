using System.Collections.Immutable;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using GanCluster.Core.Rounds;
using GanCluster.Core.Security;
using GanCluster.Core.Sums;
using GanCluster.Core.Workers;
using GanCluster.Exchange.Memory;
using GanCluster.Exchange.Tcp;
using GanCluster.Node.Security;

namespace GanCluster.Node.Throughput;

/// <summary>
/// How long workers take to sum a vector each, by each way there is between them: in memory, through memory that processes share, over TCP
/// and over TCP in TLS, in turn with copies, so that what else the machine does falls on all alike. But for the first each has a
/// data plane of its own on loopback, in this process.
/// </summary>
internal sealed class AveragingThroughput(TimeProvider time)
{
    private const int BytesPerMegabyte = 1_000_000;
    private static readonly RunId Run = new("bench");

    /// <param name="ranks">Workers, of a replica each.</param>
    /// <param name="repeats">After one that is not counted.</param>
    /// <exception cref="InvalidOperationException">Two ways gave two sums.</exception>
    internal AveragingFigures Measure(int megabytes, int ranks, int repeats, CancellationToken stop)
    {
        var team = new Team(ranks, megabytes * BytesPerMegabyte / sizeof(float), time);
        using var certificate = X509CertificateLoader.LoadPkcs12(NodeCertificate.Make(time.GetUtcNow()), password: null);
        var shared = Listen(ranks, trust: null, sharesMemory: true);
        var plain = Listen(ranks, trust: null, sharesMemory: false);
        var secured = Listen(ranks, new NodeTrust(certificate, () => []), sharesMemory: false);
        try
        {
            var memory = new MemoryExchange();
            (string Name, IParameterExchange[] Exchanges)[] ways =
            [
                ("memory", [.. Enumerable.Repeat(memory, ranks)]), ("shared", [.. shared]), ("tcp", [.. plain]),
                ("tls", [.. secured]),
            ];
            var taken = ways.ToDictionary(way => way.Name, _ => new List<(TimeSpan Taken, long Allocated)>());
            var copies = new List<TimeSpan>();
            for (var repeat = 0; repeat <= repeats; repeat++)
            {
                foreach (var (name, exchanges) in ways)
                {
                    stop.ThrowIfCancellationRequested();
                    var sum = team.Sum(exchanges, new AttemptId(Run, 1, repeat + 1, 1));
                    if (repeat > 0)
                    {
                        taken[name].Add(sum);
                    }
                }

                copies.Add(team.Copy());
            }

            return new AveragingFigures(
                megabytes,
                ranks,
                [
                    .. ways.Select(way => new AveragingWay(
                        way.Name,
                        [.. taken[way.Name].Select(t => t.Taken)],
                        (long)AveragingWay.Median(taken[way.Name].Select(t => (double)t.Allocated)))),
                ],
                copies);
        }
        finally
        {
            Array.ForEach([.. shared, .. plain, .. secured], node => node.Dispose());
        }
    }

    private static TcpExchange[] Listen(int ranks, NodeTrust? trust, bool sharesMemory)
    {
        var options = new TcpExchangeOptions
        {
            Key = RandomNumberGenerator.GetBytes(32), Run = Run.Value, Trust = trust, SharesMemory = sharesMemory,
        };
        TcpExchange[] nodes = [.. Enumerable.Range(0, ranks).Select(_ => TcpExchange.Listen(options))];
        var roster = nodes.Select((node, rank) => (node, rank)).ToDictionary(n => Worker(n.rank), n => n.node.Endpoint);
        Array.ForEach(nodes, node => node.Know(roster));
        return nodes;
    }

    private static WorkerId Worker(int rank) => new($"w{rank}");

    /// <summary>The workers' vectors, and where each gets the sum.</summary>
    private sealed class Team
    {
        private readonly TimeProvider _time;
        private readonly float[][] _vectors;
        private readonly float[][] _sums;
        private readonly ImmutableArray<WorkerId> _workers;
        private byte[]? _digest;

        public Team(int ranks, int length, TimeProvider time)
        {
            _time = time;
            _workers = [.. Enumerable.Range(0, ranks).Select(Worker)];
            _vectors = [.. Enumerable.Range(0, ranks).Select(_ => new float[length])];
            _sums = [.. _vectors.Select(vector => new float[vector.Length])];
            for (var rank = 0; rank < ranks; rank++)
            {
                for (var i = 0; i < length; i++)
                {
                    _vectors[rank][i] = 1f / (1 + rank + (i % 8191));
                }
            }
        }

        public TimeSpan Copy()
        {
            var began = _time.GetTimestamp();
            _vectors[0].CopyTo(_sums[0].AsSpan());
            return _time.GetElapsedTime(began);
        }

        /// <returns>From when the first begins until all have the sum, by their own clocks: on a busy machine this thread may wait
        /// for its turn. And the bytes that it allocated, by workers.</returns>
        public (TimeSpan Taken, long Allocated) Sum(IParameterExchange[] exchanges, AttemptId id)
        {
            var tree = new ReductionTree(exchanges.Length);
            using var begin = new Barrier(exchanges.Length + 1);
            var began = new long[exchanges.Length];
            var ended = new long[exchanges.Length];
            Task[] parts =
            [
                .. exchanges.Select((exchange, rank) => Task.Factory.StartNew(
                    () =>
                    {
                        begin.SignalAndWait();
                        began[rank] = _time.GetTimestamp();
                        using var session = exchange.Join(id, _workers[rank], _workers);
                        session.Sum(tree, [new PartialSum(TreeNode.Leaf(rank), _vectors[rank])], _sums[rank], () => { });
                        ended[rank] = _time.GetTimestamp();
                    },
                    CancellationToken.None,
                    TaskCreationOptions.LongRunning,
                    TaskScheduler.Default)),
            ];
            var before = GC.GetTotalAllocatedBytes();
            begin.SignalAndWait();
            Task.WaitAll(parts);
            var taken = _time.GetElapsedTime(began.Min(), ended.Max());
            var allocated = (GC.GetTotalAllocatedBytes() - before) / exchanges.Length;
            Check();
            return (taken, allocated);
        }

        private void Check()
        {
            foreach (var sum in _sums)
            {
                var digest = SHA256.HashData(MemoryMarshal.AsBytes(sum.AsSpan()));
                if (!digest.AsSpan().SequenceEqual(_digest ??= digest))
                {
                    throw new InvalidOperationException("two ways of summing gave two sums");
                }

                Array.Clear(sum);
            }
        }
    }
}
