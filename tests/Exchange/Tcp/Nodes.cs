using System.Collections.Immutable;
using GanCluster.Core.Rounds;
using GanCluster.Exchange.Tcp;

namespace GanCluster.Exchange.Tests.Tcp;

/// <summary>Exchanges that stand for a process each, with the workers w0, w1, ... dealt out to them.</summary>
internal static class Nodes
{
    public static readonly byte[] Key = [.. Enumerable.Range(0, 32).Select(i => (byte)i)];

    public static TcpExchangeOptions Options => new() { Key = Key, Run = "run" };

    public static TcpExchange Listen(TcpExchangeOptions? options = null) => TcpExchange.Listen(options ?? Options);

    /// <summary>The exchange of each worker; worker i is on node <paramref name="nodeOf"/>(i).</summary>
    public static IReadOnlyList<TcpExchange> Of(int workers, Func<int, int> nodeOf, TcpExchangeOptions? options = null)
    {
        var nodes = Enumerable.Range(0, workers).Select(nodeOf).Distinct().ToDictionary(n => n, _ => Listen(options));
        TcpExchange[] exchanges = [.. Enumerable.Range(0, workers).Select(w => nodes[nodeOf(w)])];
        Introduce(exchanges);
        return exchanges;
    }

    public static IReadOnlyList<TcpExchange> Pair(TcpExchangeOptions? options = null) => Of(2, w => w, options);

    public static void Introduce(params IReadOnlyList<TcpExchange> exchanges)
    {
        var roster = exchanges.Select((e, w) => (e, w)).ToImmutableDictionary(x => new WorkerId($"w{x.w}"), x => x.e.Endpoint);
        foreach (var exchange in exchanges)
        {
            exchange.Know(roster);
        }
    }
}
