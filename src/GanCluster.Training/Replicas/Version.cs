using System.Collections.Immutable;
using System.IO.Hashing;
using System.Runtime.InteropServices;
using GanCluster.Core.Hashing;
using GanCluster.Core.Runs;
using GanCluster.Core.Workers;
using GanCluster.Training.Devices;
using GanCluster.Training.Networks;
using static TorchSharp.torch;

namespace GanCluster.Training.Replicas;

/// <summary>
/// The tensors of one version: G, D, the moments of both optimizers, G's EMA, what the networks hold that never changes, and the share
/// of augmented images where it adapts, the outer step's momentum if it has one, and K where it follows the drift. G and D
/// are tensors of their own, not views of one: autograd would take a step of D for a change of the weights that G's pending
/// gradient still needs.
/// </summary>
internal sealed class Version : IDisposable
{
    private static readonly ParameterLayout EveryLayout = LayoutOfEvery();
    private readonly IDeviceMemory _memory;
    private readonly Tensor? _every;
    private readonly ImmutableArray<(string Prefix, ParameterLayout Layout, Tensor Tensor)> _sections;

    /// <summary>Of the sections, where the device copies to and from; made when first needed.</summary>
    private ImmutableArray<Tensor> _host = [];

    public Version(GeneratorNetwork g, DiscriminatorNetwork d, VersionParts parts, IDeviceMemory memory)
    {
        _memory = memory;
        _sections =
        [
            Section("g", g.Layout), Section("opt.g.m", g.Layout), Section("opt.g.v", g.Layout),
            Section("d", d.Layout), Section("opt.d.m", d.Layout), Section("opt.d.v", d.Layout),
            Section("ema", g.Layout), Section("g", g.FixedLayout), Section("d", d.FixedLayout),
        ];
        if (parts.Share.Length > 0)
        {
            _sections = _sections.Add(Section("augmented", parts.Share));
            Share = _sections[^1].Tensor;
        }

        if (parts.HasOuterMomentum)
        {
            _sections = [.. _sections, Section("outer.g", g.Layout), Section("outer.d", d.Layout)];
            OuterMomentum = (_sections[^2].Tensor, _sections[^1].Tensor);
        }

        if (parts.TellsEvery)
        {
            _sections = _sections.Add(Section("sync", EveryLayout));
            _every = _sections[^1].Tensor.narrow(0, 0, 1).DetachFromDisposeScope();
        }

        (string Prefix, ParameterLayout Layout, Tensor Tensor) Section(string prefix, ParameterLayout layout) =>
            (prefix, layout, zeros(layout.Length, device: memory.Device).DetachFromDisposeScope());
    }

    /// <summary>What a run begins with: the networks as they are, moments of zero, and the EMA where G is.</summary>
    public static Version First(GeneratorNetwork g, DiscriminatorNetwork d, VersionParts parts, IDeviceMemory memory)
    {
        using var frozen = no_grad();
        var version = new Version(g, d, parts, memory);
        g.CopyTo(version.G, version.GFixed);
        d.CopyTo(version.D, version.DFixed);
        version.Ema.copy_(version.G);
        version._every?.fill_(SyncPace.First);
        return version;
    }

    public Tensor G => _sections[0].Tensor;

    public Tensor GFirst => _sections[1].Tensor;

    public Tensor GSecond => _sections[2].Tensor;

    public Tensor D => _sections[3].Tensor;

    public Tensor DFirst => _sections[4].Tensor;

    public Tensor DSecond => _sections[5].Tensor;

    public Tensor Ema => _sections[6].Tensor;

    public Tensor GFixed => _sections[7].Tensor;

    public Tensor DFixed => _sections[8].Tensor;

    /// <summary>Of augmented images, its first number; null unless it adapts.</summary>
    public Tensor? Share { get; }

    /// <summary>Null where the outer step has none.</summary>
    public (Tensor G, Tensor D)? OuterMomentum { get; }

    /// <summary>What the replicas of a round average, with the share: G, D, and their moments.</summary>
    public IEnumerable<Tensor> Trained => All.Take(6);

    /// <summary>K of the round after it; 0: it doesn't follow the drift.</summary>
    public int ReadEvery()
    {
        using var scope = NewDisposeScope();
        return _every is null ? 0 : (int)_memory.Fetch(_every).data<float>()[0];
    }

    public void WriteEvery(int every)
    {
        using var frozen = no_grad();
        _every!.fill_(every);
    }

    public IEnumerable<Tensor> All => _sections.Select(section => section.Tensor);

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
        var hash = new XxHash128();
        foreach (var tensor in OnHost())
        {
            hash.Append(tensor.bytes);
        }

        return Hash128.Of(hash);
    }

    public VersionSnapshot Snapshot(long step)
    {
        var tensors = ImmutableArray.CreateBuilder<VersionTensor>();
        foreach (var ((prefix, layout, _), host) in _sections.Zip(OnHost()))
        {
            var values = MemoryMarshal.Cast<byte, float>(host.bytes).ToArray().AsMemory();
            tensors.AddRange(layout.Entries.Select(e => new VersionTensor(
                $"{prefix}.{e.Name}", [.. e.Shape], values.Slice(e.Offset, e.Count))));
        }

        return new VersionSnapshot(step, tensors.ToImmutable());
    }

    public void Load(VersionSnapshot snapshot)
    {
        using var frozen = no_grad();
        var byName = snapshot.Tensors.ToDictionary(t => t.Name);
        foreach (var ((prefix, layout, _), host) in _sections.Zip(Host()))
        {
            var values = MemoryMarshal.Cast<byte, float>(host.bytes);
            values.Clear();
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
        }

        if (!_memory.IsHost)
        {
            Each(_memory.ToDevice);
            _memory.Synchronize();
        }
    }

    public void Dispose()
    {
        _every?.Dispose();
        foreach (var tensor in All.Concat(_host))
        {
            tensor.Dispose();
        }
    }

    private static ParameterLayout LayoutOfEvery()
    {
        using var every = zeros(1);
        return ParameterLayout.Of([("every", every)]);
    }

    private ImmutableArray<Tensor> OnHost()
    {
        var host = Host();
        if (!_memory.IsHost)
        {
            Each((mine, tensor) => _memory.ToHost(tensor, mine));
            _memory.Synchronize();
        }

        return host;
    }

    private ImmutableArray<Tensor> Host() => _memory.IsHost ? [.. All]
        : _host.IsEmpty ? _host = [.. All.Select(tensor => _memory.Host(tensor.shape).DetachFromDisposeScope())]
        : _host;

    /// <summary>One copy a section, however many tensors lie in it.</summary>
    private void Each(Action<Tensor, Tensor> copy)
    {
        foreach (var (host, tensor) in _host.Zip(All))
        {
            copy(host, tensor);
        }
    }
}
