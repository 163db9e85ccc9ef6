using GanCluster.Core.Runs;

namespace GanCluster.Core.Scale;

/// <summary>
/// What share of their time n devices train, the work a device being the same at every n. With t a step's time, c its spread,
/// K the steps between averagings, N nodes of g devices, S bytes, B the network's bits a second, L its latency, m a slice's cost,
/// A the bytes added a second, and T(n) = T0 + T1 n what coordination takes a round:
/// <code>
///   sum(S)     = g S / A                       a node's devices meet in memory and add what is theirs
///              + 2 (N - 1) / N * 8 S / B       each node gets its segment from the others, and sends them the sum of it
///              + (N - 1) / N * S / A           the rest of the tree, over that segment
///              + 2 L + 2 (N - 1) m             two messages one after the other, a slice to and from each node, twice;
///                                              the last three are nothing for one node
///   wait(k)    = t k c sqrt(2 ln n) / sqrt(k)  the slowest of n, over k steps in a row
///
///   gradients  = t / (t + wait(1) + E sum(4 W / E) + T(n) / steps)      E sums a step, W weights, a round's steps = 1 s / step
///   parameters = K t / (K t + wait(K) + sum(12 W) + T(n))               weights and both moments
/// </code>
/// Replicas lie on the devices so that a node's are one subtree: a range that is not aligned sends up to 2 log2 R of them.
/// Nothing is computed while an exchange goes on.
/// </summary>
public static class EfficiencyModel
{
    private const int FloatBytes = 4;

    /// <summary>Weights and two moments of Adam each.</summary>
    private const int VersionFloats = 3;

    public static Efficiency Of(SyncMode sync, int devices, ScaleCosts costs)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(devices);
        return sync == SyncMode.Gradients ? OfGradients(devices, costs) : OfParameters(devices, costs);
    }

    /// <summary>Seconds of a sum of so many bytes over so many devices.</summary>
    public static double Sum(double bytes, int devices, ScaleCosts costs)
    {
        var nodes = Nodes(devices, costs);
        var local = Math.Min(devices, costs.DevicesPerNode) * bytes / costs.AddedBytesPerSecond;
        return nodes == 1 ? local : local
            + (Traffic(bytes, devices, costs) * 8 / costs.BitsPerSecond)
            + ((nodes - 1.0) / nodes * bytes / costs.AddedBytesPerSecond)
            + (2 * costs.LatencySeconds)
            + (2 * (nodes - 1) * costs.SliceSeconds);
    }

    /// <summary>Bytes that each node sends for a sum, and receives.</summary>
    public static double Traffic(double bytes, int devices, ScaleCosts costs)
    {
        var nodes = Nodes(devices, costs);
        return 2 * (nodes - 1.0) / nodes * bytes;
    }

    private static Efficiency OfGradients(int devices, ScaleCosts costs)
    {
        var (bytes, wait) = (costs.Weights * FloatBytes, Wait(1, devices, costs));
        var sums = costs.SumsPerStep * Sum(bytes / costs.SumsPerStep, devices, costs);
        var steps = Math.Max(1, costs.RoundSeconds / (costs.StepSeconds + wait + sums));
        return new Efficiency(costs.StepSeconds, wait, sums, Turn(devices, costs) / steps);
    }

    private static Efficiency OfParameters(int devices, ScaleCosts costs) => new(
        costs.StepSeconds * costs.SyncEvery,
        Wait(costs.SyncEvery, devices, costs),
        Sum(costs.Weights * FloatBytes * VersionFloats, devices, costs),
        Turn(devices, costs));

    private static double Wait(int steps, int devices, ScaleCosts costs) =>
        costs.StepSeconds * costs.StepSpread * Math.Sqrt(steps * 2 * Math.Log(devices));

    private static double Turn(int devices, ScaleCosts costs) => costs.TurnSeconds + (costs.TurnSecondsPerWorker * devices);

    private static int Nodes(int devices, ScaleCosts costs) => (devices + costs.DevicesPerNode - 1) / costs.DevicesPerNode;
}

/// <summary>Where the time goes between two exchanges, in seconds.</summary>
/// <param name="Waiting">For the slowest.</param>
public readonly record struct Efficiency(double Computing, double Waiting, double Exchanging, double Coordinating)
{
    public double Share => Computing / (Computing + Waiting + Exchanging + Coordinating);
}
