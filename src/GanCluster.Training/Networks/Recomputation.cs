using GanCluster.Training.Libtorch;
using static TorchSharp.torch;

namespace GanCluster.Training.Networks;

/// <summary>
/// The passes of a loss whose chains keep what each block was given, in place of a graph, and the way back through them: block by
/// block from the last, each of which is computed again with its graph and left at once. The operations, and the order in which what
/// a tensor gets from several sides is added up, are those of one graph: passes of one network go back together, since
/// libtorch goes through what was computed last first.
/// </summary>
internal sealed class Recomputation : IDisposable
{
    [ThreadStatic]
    private static Recomputation? _current;

    private readonly List<ChainPass> _passes = [];
    private readonly List<ChainSlopes> _slopes = [];
    private int _calls;
    private int _computed;

    /// <summary>What passes of this thread are kept by; null: each has its graph.</summary>
    public static Recomputation? Current => _current;

    /// <summary>Until it is disposed, passes of this thread are kept by this one; null: have their graphs.</summary>
    public static Entered Enter(Recomputation? recomputation) => new(recomputation);

    /// <summary>A network is called.</summary>
    public void Begin() => _calls++;

    /// <summary>Calls a module so that what it keeps follows from where this thread is.</summary>
    public static Tensor Call(nn.Module<Tensor, Tensor> module, Tensor x) =>
        Keeps(module) ? _current!.Pass(module, x, labels: null)
        : module is RecomputedSequential sequence ? sequence.Plain(x)
        : module.call(x);

    /// <inheritdoc cref="Call(nn.Module{Tensor, Tensor}, Tensor)"/>
    public static Tensor Call(nn.Module<Tensor, Tensor, Tensor> module, Tensor x, Tensor labels) =>
        Keeps(module) ? _current!.Pass(module, x, labels) : module.call(x, labels);

    /// <summary>Of a sum by what it was computed from, for a loss that depends on them.</summary>
    public Tensor Slopes(Tensor sum, Tensor x)
    {
        var slopes = new Adjoints(createGraph: true);
        slopes.Add([sum], [ones_like(sum)], [x, .. _passes.Select(pass => pass.Output)]);
        for (var p = _passes.Count - 1; p >= 0; p--)
        {
            if (slopes.Of(_passes[p].Output) is { } toward && _passes[p].From is { } from)
            {
                var made = new ChainSlopes(_passes[p], toward, _computed++);
                _slopes.Add(made);
                slopes.Add([from], [made.Output.alias()], [x, .. _passes.Take(p).Select(pass => pass.Output)]);
            }
        }

        return slopes.Of(x) ?? throw new InvalidOperationException("the scores do not depend on the samples");
    }

    /// <summary>Of a number by leaves; zeros by one that it does not depend on. Ends all passes.</summary>
    /// <param name="slope">Of the number by <paramref name="output"/>; null: it is the number.</param>
    public IList<Tensor> Gradients(Tensor output, Tensor? slope, IReadOnlyList<Tensor> leaves)
    {
        var adjoints = new Adjoints(createGraph: false);
        var root = slope ?? ones_like(output);
        var climbed = Climb(output, root);
        Tensor[] targets = [.. leaves, .. _passes.Select(pass => pass.Output)];
        adjoints.Add(
            [output, .. climbed.Select(c => c.Slopes.Toward)], [root, .. climbed.Select(c => c.Share)], targets);
        var (left, ordinals) = (new List<ChainPass>(_passes), Ordinals());
        while (left.Count > 0)
        {
            var (chain, ordinal) = (left[^1].Chain, ordinals[left[^1]]);
            var together = left.Where(pass => pass.Chain == chain && ordinals[pass] == ordinal).ToList();
            left.RemoveAll(together.Contains);
            Back(together, adjoints, leaves, targets);
        }

        return [.. leaves.Select(leaf => adjoints.Of(leaf) ?? zeros_like(leaf))];
    }

    public void Dispose()
    {
        _slopes.ForEach(slopes => slopes.Dispose());
        _passes.ForEach(pass => pass.Dispose());
        _slopes.Clear();
        _passes.Clear();
    }

    /// <summary>What is at rest or within a block keeps nothing anyway.</summary>
    private static bool Keeps(nn.Module module) =>
        _current is not null && is_grad_enabled() && !Chain.Of(module).IsForItsParts;

    private Tensor Pass(nn.Module module, Tensor x, Tensor? labels)
    {
        using var within = Enter(null);
        var pass = new ChainPass(Chain.Of(module), _calls, _computed++, x, labels);
        _passes.Add(pass);
        return pass.Output.alias();
    }

    private List<(ChainSlopes Slopes, Tensor Share)> Climb(Tensor output, Tensor root)
    {
        var shares = new Adjoints(createGraph: false);
        shares.Add([output], [root], [.. _slopes.Select(slopes => slopes.Output)]);
        var climbed = new List<(ChainSlopes, Tensor)>();
        for (var s = _slopes.Count - 1; s >= 0; s--)
        {
            if (shares.Of(_slopes[s].Output) is { } share)
            {
                var up = _slopes[s].Climb(share);
                climbed.Add((_slopes[s], up));
                shares.Add([_slopes[s].Toward], [up], [.. _slopes.Take(s).Select(slopes => slopes.Output)]);
            }
        }

        return climbed;
    }

    /// <summary>Which of the passes of a call through the same chain each is: calls of a network don't follow from each
    /// other.</summary>
    private Dictionary<ChainPass, int> Ordinals() => _passes
        .GroupBy(pass => (pass.Chain, pass.Call))
        .SelectMany(same => same.Select((pass, ordinal) => (pass, ordinal)))
        .ToDictionary(one => one.pass, one => one.ordinal);

    /// <summary>Goes back through passes of one chain.</summary>
    private void Back(List<ChainPass> passes, Adjoints adjoints, IReadOnlyList<Tensor> leaves, Tensor[] targets)
    {
        using var within = Enter(null);
        passes.RemoveAll(pass => adjoints.Of(pass.Output) is null && !_slopes.Exists(slopes => slopes.Pass == pass));
        var ways = passes.Select(pass => new WayBack(
            pass, [.. _slopes.Where(slopes => slopes.Pass == pass)], adjoints.Of(pass.Output), Leads(pass, targets))).ToList();
        for (var block = passes.Count == 0 ? -1 : passes[0].Chain.Blocks.Count - 1; block >= 0; block--)
        {
            using var scope = NewDisposeScope();
            var (at, made, shares) = (block, new List<Tensor>(), new List<Tensor>());
            foreach (var (_, compute) in ways.SelectMany(way => way.Computing(at, made, shares)).OrderBy(one => one.Number))
            {
                compute();
            }

            adjoints.Add(
                made, shares,
                [.. leaves.Where(passes[0].Chain.Blocks[block].Has), .. ways.Select(way => way.Given).OfType<Tensor>()],
                isLast: true);
            ways.ForEach(way => way.Leave(at, adjoints));
        }

        var joined = ways.Where(way => way is { Pass.From: not null, Share: not null }).ToList();
        adjoints.Add([.. joined.Select(way => way.Pass.From!)], [.. joined.Select(way => way.Share!)], targets);
    }

    /// <summary>Whether gradients by what the chain was given are asked for.</summary>
    private static bool Leads(ChainPass pass, Tensor[] targets)
    {
        if (pass.From is not { } from)
        {
            return false;
        }

        using var scope = NewDisposeScope();
        var none = zeros([], from.dtype, from.device).expand(from.shape);
        return Autograd.Gradients([from], [none], targets, retainGraph: true, createGraph: false).Any(way => way is not null);
    }

    internal readonly ref struct Entered
    {
        private readonly Recomputation? _before;

        public Entered(Recomputation? recomputation)
        {
            _before = _current;
            _current = recomputation;
        }

        public void Dispose() => _current = _before;
    }

    /// <summary>Where a pass is on its way back.</summary>
    private sealed class WayBack(ChainPass pass, List<ChainSlopes> slopes, Tensor? share, bool leadsOn)
    {
        public ChainPass Pass => pass;

        /// <summary>What is left of the loss' gradient by what the block makes; null: none.</summary>
        public Tensor? Share { get; private set; } = share;

        /// <summary>To the block; null if nobody asks for the gradient by it.</summary>
        public Tensor? Given { get; private set; }

        /// <summary>What of a block is to be computed again, by its place in the order in which it was computed.</summary>
        /// <param name="made">Takes it, with its graph.</param>
        /// <param name="shares">Takes the loss' gradients by it.</param>
        public IEnumerable<(int Number, Action Compute)> Computing(int block, List<Tensor> made, List<Tensor> shares)
        {
            var asks = block > 0 || leadsOn;
            var given = pass.Given(block, asks || slopes.Count > 0);
            Given = asks ? given : null;
            Tensor? output = null;
            yield return (pass.Number, () => Add(output = pass.Again(block, given), Share));
            foreach (var of in slopes)
            {
                yield return (of.Number, () =>
                {
                    if (of.Again(block, output!, given) is { } again)
                    {
                        Add(again.Slopes, again.Share);
                    }
                });
            }

            void Add(Tensor one, Tensor? by)
            {
                if (by is not null && one.requires_grad)
                {
                    made.Add(one);
                    shares.Add(by);
                }
            }
        }

        public void Leave(int block, Adjoints adjoints)
        {
            Share?.Dispose();
            Share = Given is null ? null : adjoints.Taken(Given);
            pass.Forget(block);
            slopes.ForEach(of => of.Forget(block));
        }
    }
}
