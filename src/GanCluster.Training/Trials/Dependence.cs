using GanCluster.Training.Networks;
using static TorchSharp.torch;

namespace GanCluster.Training.Trials;

/// <summary>What of a network its output can teach.</summary>
internal static class Dependence
{
    /// <param name="output">With its graph, which ends here.</param>
    /// <param name="input">That gradients have to reach; null: none.</param>
    public static IEnumerable<Finding> Of(BoundNetwork network, Tensor output, Tensor? input)
    {
        var reached = output.requires_grad ? network.Reached(output, input) : [.. network.Leaves.Select(_ => false), false];
        var unused = network.Layout.Entries.Zip(reached).Where(e => !e.Second).Select(e => e.First.Name).ToList();
        if (unused.Count == network.Leaves.Count)
        {
            yield return Finding.Refusal(
                $"{network.Name} gives what depends on no parameter of it: leave out detach() and no_grad()");
        }
        else if (unused.Count > 0)
        {
            yield return Finding.Warning(
                $"{network.Name} makes no use of {string.Join(", ", unused)}: no training will change it");
        }

        if (input is not null && !reached[^1])
        {
            yield return Finding.Refusal(
                $"{network.Name} gives scores that no gradient leads from to the samples, by which the generator learns: leave "
                + "out detach() and no_grad()");
        }
    }
}
