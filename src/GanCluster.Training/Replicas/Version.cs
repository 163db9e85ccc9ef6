using System.Collections.Immutable;
using System.IO.Hashing;
using System.Runtime.InteropServices;
using GanCluster.Core.Hashing;
using GanCluster.Core.Workers;
using GanCluster.Training.Networks;
using static TorchSharp.torch;

namespace GanCluster.Training.Replicas;

/// <summary>
/// The tensors of one version: G, D, the moments of both optimizers, and G's EMA. G and D are tensors of their own, not views
/// of one:
/// autograd would take a step of D for a change of the weights that G's pending gradient still needs.
/// </summary>
internal sealed class Version : IDisposable
{
    public Version(FlatNetwork generator, FlatNetwork discriminator, Device device)
    {
        (G, D) = (generator, discriminator);
        GFirst = Moments(generator);
        GSecond = Moments(generator);
        DFirst = Moments(discriminator);
        DSecond = Moments(discriminator);
        Ema = Moments(generator);

        Tensor Moments(FlatNetwork network) => zeros(network.Layout.Length, device: device).DetachFromDisposeScope();
    }

    public FlatNetwork G { get; }

    public FlatNetwork D { get; }

    public Tensor GFirst { get; }

    public Tensor GSecond { get; }

    public Tensor DFirst { get; }

    public Tensor DSecond { get; }

    public Tensor Ema { get; }

    /// <summary>What the replicas of a round average: everything but the EMA.</summary>
    public IReadOnlyList<Tensor> Averaged => [G.Flat, GFirst, GSecond, D.Flat, DFirst, DSecond];

    public IReadOnlyList<Tensor> All => [.. Averaged, Ema];

    /// <summary>In the order of <see cref="All"/>: a prefix of the tensors' names, and the layout.</summary>
    private IReadOnlyList<(string Prefix, ParameterLayout Layout)> Sections =>
    [
        ("g", G.Layout), ("opt.g.m", G.Layout), ("opt.g.v", G.Layout),
        ("d", D.Layout), ("opt.d.m", D.Layout), ("opt.d.v", D.Layout), ("ema", G.Layout),
    ];

    public void CopyFrom(Version other)
    {
        using var frozen = no_grad();
        foreach (var (mine, theirs) in All.Zip(other.All))
        {
            mine.copy_(theirs);
        }
    }

    public Hash128 Hash()
    {
        using var scope = NewDisposeScope();
        var hash = new XxHash128();
        foreach (var tensor in All)
        {
            hash.Append(tensor.cpu().bytes);
        }

        return Hash128.Of(hash);
    }

    public VersionSnapshot Snapshot(long step)
    {
        using var scope = NewDisposeScope();
        var tensors = ImmutableArray.CreateBuilder<VersionTensor>();
        foreach (var (tensor, (prefix, layout)) in All.Zip(Sections))
        {
            var values = MemoryMarshal.Cast<byte, float>(tensor.cpu().bytes).ToArray().AsMemory();
            tensors.AddRange(layout.Entries.Select(e => new VersionTensor(
                $"{prefix}.{e.Name}", [.. e.Shape], values.Slice(e.Offset, e.Count))));
        }

        return new VersionSnapshot(step, tensors.ToImmutable());
    }

    public void Load(VersionSnapshot snapshot)
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        var byName = snapshot.Tensors.ToDictionary(t => t.Name);
        foreach (var (tensor, (prefix, layout)) in All.Zip(Sections))
        {
            var host = zeros(layout.Length);
            var values = MemoryMarshal.Cast<byte, float>(host.bytes);
            foreach (var entry in layout.Entries)
            {
                var name = $"{prefix}.{entry.Name}";
                if (!byName.TryGetValue(name, out var saved) || !saved.Shape.AsSpan().SequenceEqual(entry.Shape))
                {
                    throw new InvalidOperationException(
                        $"the version has no tensor {name} of shape [{string.Join(", ", entry.Shape)}]");
                }

                saved.Values.Span.CopyTo(values.Slice(entry.Offset, entry.Count));
            }

            tensor.copy_(host);
        }
    }

    public void Dispose()
    {
        foreach (var tensor in (ReadOnlySpan<Tensor>)[GFirst, GSecond, DFirst, DSecond, Ema])
        {
            tensor.Dispose();
        }

        G.Dispose();
        D.Dispose();
    }
}
