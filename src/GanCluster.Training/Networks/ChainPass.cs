using GanCluster.Training.Libtorch;
using static TorchSharp.torch;

namespace GanCluster.Training.Networks;

/// <summary>A pass through a chain, of which what each block was given is kept, and how it was computed.</summary>
internal sealed class ChainPass : IDisposable
{
    private readonly Tensor? _labels;
    private readonly NoisePlace _place = NoisePlace.Current;
    private readonly bool _rounds;
    private readonly Tensor[] _given;

    /// <summary>Computes it.</summary>
    /// <param name="call">The number of the network's call that it is a part of.</param>
    /// <param name="number">Its place among what was computed.</param>
    public ChainPass(Chain chain, int call, int number, Tensor x, Tensor? labels)
    {
        (Chain, Call, Number, _labels, _rounds) = (chain, call, number, labels, Autocast.IsOn(x.device.type));
        using var scope = NewDisposeScope();
        From = x.requires_grad ? x.alias().DetachFromDisposeScope() : null;
        _given = new Tensor[chain.Blocks.Count];
        using var frozen = no_grad();
        var made = x;
        for (var block = 0; block < _given.Length; block++)
        {
            _given[block] = made.detach().DetachFromDisposeScope();
            var next = chain.Blocks[block].Call(_given[block], labels);
            if (block > 0)
            {
                made.Dispose();
            }

            made = next;
        }

        Output = made.detach().requires_grad_().DetachFromDisposeScope();
    }

    public Chain Chain { get; }

    public int Call { get; }

    public int Number { get; }

    /// <summary>What the chain was given, with its graph; null if it has none.</summary>
    public Tensor? From { get; private set; }

    /// <summary>What the chain made. Its graph begins here.</summary>
    public Tensor Output { get; }

    /// <summary>What a block is given, as the beginning of a graph.</summary>
    public Tensor Given(int block, bool requiresGrad) => _given[block].detach().requires_grad_(requiresGrad);

    /// <summary>What the block made of it, with its graph.</summary>
    public Tensor Again(int block, Tensor given)
    {
        using var place = new NoisePlace.Entered(_place);
        using var products = _rounds ? Autocast.Products(given.device.type) : default;
        return Chain.Blocks[block].CallAgain(given, _labels);
    }

    /// <summary>Of what was given to a block, which nobody asks for any more.</summary>
    public void Forget(int block) => _given[block].Dispose();

    public void Dispose()
    {
        From?.Dispose();
        Output.Dispose();
        foreach (var given in _given)
        {
            given.Dispose();
        }
    }
}

/// <summary>
/// The slopes of a number by what each block of a pass was given, for a loss that depends on those of the first: a pass of its own,
/// from the last block to the first, and its way back leads up again.
/// </summary>
internal sealed class ChainSlopes : IDisposable
{
    /// <summary>By what each block made.</summary>
    private readonly Tensor[] _slopes;

    /// <summary>Of the loss, by the slopes by what each block was given.</summary>
    private readonly Tensor?[] _shares;

    /// <summary>Computes them.</summary>
    /// <param name="toward">By what the chain made, with its graph.</param>
    /// <param name="number">Its place among what was computed.</param>
    public ChainSlopes(ChainPass pass, Tensor toward, int number)
    {
        using var scope = NewDisposeScope();
        (Pass, Number, Toward) = (pass, number, toward.alias().DetachFromDisposeScope());
        (_slopes, _shares) = (new Tensor[pass.Chain.Blocks.Count], new Tensor?[pass.Chain.Blocks.Count]);
        var slope = toward.detach();
        for (var block = _slopes.Length - 1; block >= 0; block--)
        {
            using var within = NewDisposeScope();
            _slopes[block] = slope.DetachFromDisposeScope();
            var given = pass.Given(block, requiresGrad: true);
            slope = Of(pass.Again(block, given), given, _slopes[block]).detach().MoveToOuterDisposeScope();
        }

        Output = slope.requires_grad_().DetachFromDisposeScope();
    }

    public ChainPass Pass { get; }

    public int Number { get; }

    /// <summary>What the slopes begin with.</summary>
    public Tensor Toward { get; }

    /// <summary>By what the chain was given. Its graph begins here.</summary>
    public Tensor Output { get; }

    /// <summary>The share of the loss in each block's slopes.</summary>
    /// <param name="share">By <see cref="Output"/>.</param>
    /// <returns>By <see cref="Toward"/>.</returns>
    public Tensor Climb(Tensor share)
    {
        var up = share.detach();
        for (var block = 0; block < _slopes.Length; block++)
        {
            using var scope = NewDisposeScope();
            _shares[block] = up.DetachFromDisposeScope();
            var (given, slope) = (Pass.Given(block, requiresGrad: true), _slopes[block].detach().requires_grad_());
            var down = Of(Pass.Again(block, given), given, slope);
            up = Of(down, slope, _shares[block]!, withGraph: false).MoveToOuterDisposeScope();
        }

        return up;
    }

    /// <summary>A block's slopes with their graph, and the share of the loss in them; null unless <see cref="Climb"/> has been
    /// there.</summary>
    /// <param name="made">What the block made of <paramref name="given"/>, with its graph.</param>
    public (Tensor Slopes, Tensor Share)? Again(int block, Tensor made, Tensor given) =>
        _shares[block] is { } share ? (Of(made, given, _slopes[block]), share) : null;

    public void Forget(int block)
    {
        _slopes[block].Dispose();
        _shares[block]?.Dispose();
    }

    public void Dispose()
    {
        Toward.Dispose();
        Output.Dispose();
        for (var block = 0; block < _slopes.Length; block++)
        {
            Forget(block);
        }
    }

    private static Tensor Of(Tensor made, Tensor given, Tensor slope, bool withGraph = true) =>
        (made.requires_grad ? Autograd.Gradients([made], [slope], [given], retainGraph: withGraph, createGraph: withGraph)[0] : null)
            ?? zeros_like(given);
}
