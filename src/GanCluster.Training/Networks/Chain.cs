using System.Runtime.CompilerServices;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace GanCluster.Training.Networks;

/// <summary>A module that has its chains recomputed itself, and keeps what lies between them.</summary>
internal interface IRecomputes;

/// <summary>What a module computes, in blocks one after another; nothing that is no sequence is taken apart.</summary>
internal sealed class Chain
{
    private static readonly ConditionalWeakTable<nn.Module, Chain> Known = [];

    private Chain(nn.Module module)
    {
        IsForItsParts = module is not RecomputedSequential && module.named_modules().Prepend(("", module)).Any(m => m.Item2 is IRecomputes);
        Blocks = IsForItsParts ? [] : BlocksOf(module);
    }

    /// <summary>Whether modules within it have their chains recomputed themselves, and it has none.</summary>
    public bool IsForItsParts { get; }

    public IReadOnlyList<Block> Blocks { get; }

    /// <summary>The same one at each call.</summary>
    public static Chain Of(nn.Module module) => Known.GetValue(module, made => new Chain(made));

    private static List<Block> BlocksOf(nn.Module module)
    {
        if (!IsSequence(module))
        {
            return [new Block([module])];
        }

        var blocks = new List<List<nn.Module>>();
        foreach (var layer in module.children())
        {
            if (blocks.Count == 0 || (HasWeights(layer) && blocks[^1].Exists(HasWeights)))
            {
                blocks.Add([]);
            }

            blocks[^1].Add(layer);
        }

        var weights = blocks.SelectMany(layers => layers.SelectMany(layer => layer.parameters()).Select(p => p.Handle).Distinct()).ToList();

        // What a weight gets from two blocks would be added up in another order than in one graph.
        return weights.Distinct().Count() < weights.Count
            ? [new Block([.. module.children()])]
            : [.. blocks.Select(layers => new Block(layers))];
    }

    /// <summary>One that was derived from may compute something else.</summary>
    private static bool IsSequence(nn.Module module) =>
        module is RecomputedSequential || (module.GetType() == typeof(Sequential) && module.children().Any());

    private static bool HasWeights(nn.Module layer) => layer.parameters().Any(p => p.dim() > 1);
}

/// <summary>Layers that are computed again together.</summary>
internal sealed class Block(IReadOnlyList<nn.Module> layers)
{
    private readonly HashSet<nint> _weights = [.. layers.SelectMany(layer => layer.parameters()).Select(p => p.Handle)];
    private readonly List<BatchNorm> _norms = [.. layers.SelectMany(BatchNorms.Of).Select(norm => norm.Layer)];

    /// <param name="labels">Null unless it is a whole network that is told them.</param>
    public Tensor Call(Tensor x, Tensor? labels)
    {
        var made = x;
        foreach (var layer in layers)
        {
            var next = Call(layer, made, labels);
            if (!ReferenceEquals(made, x) && !ReferenceEquals(made, next))
            {
                made.Dispose();
            }

            made = next;
        }

        return made;
    }

    /// <summary>What the layer makes on the way goes at once.</summary>
    private static Tensor Call(nn.Module layer, Tensor x, Tensor? labels)
    {
        using var scope = NewDisposeScope();
        var made = layer is nn.Module<Tensor, Tensor> plain
            ? plain.call(x)
            : ((nn.Module<Tensor, Tensor, Tensor>)layer).call(x, labels!);
        return ReferenceEquals(made, x) ? made : made.MoveToOuterDisposeScope();
    }

    /// <summary>The same once more, of which batch norm takes no notice.</summary>
    public Tensor CallAgain(Tensor x, Tensor? labels)
    {
        using var counted = BatchNorms.Uncounted(_norms);
        return Call(x, labels);
    }

    public bool Has(Tensor weight) => _weights.Contains(weight.Handle);
}
