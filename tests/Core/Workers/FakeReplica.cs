using System.Buffers;
using System.Collections.Immutable;
using System.Runtime.InteropServices;
using GanCluster.Core.Hashing;
using GanCluster.Core.Ledger;
using GanCluster.Core.Rounds;
using GanCluster.Core.Workers;

namespace GanCluster.Core.Tests.Workers;

/// <summary>
/// A replica whose weights are whole numbers below <see cref="Modulus"/>, so that every sum is exact. Each call is written to
/// <see cref="Calls"/>, with the step, the batch j and the replica where it has them.
/// </summary>
public sealed class FakeReplica(SamplePlan plan, int lengthD = 37, int lengthG = 21) : IReplica
{
    private const int Modulus = 1009;
    private readonly Dictionary<int, ReadLog> _reads = [];
    private readonly HashSet<(long Step, int Replica)> _generated = [];
    private Weights _committed = new(new float[lengthD], new float[lengthG], new float[lengthG]);
    private Weights _working = new(new float[lengthD], new float[lengthG], new float[lengthG]);

    public List<string> Calls { get; } = [];

    /// <summary>Called in a local step, with the step and the replica, before it is done.</summary>
    public Action<long, int> InLocalStep { get; set; } = (_, _) => { };

    /// <summary>What is to cease being finite. Weights without a replica: once all replicas' gradients or states are in
    /// them.</summary>
    public List<Divergence> Diverges { get; } = [];

    /// <summary>Vectors that were ever rented.</summary>
    public int Rented { get; private set; }

    public long Step { get; private set; }

    /// <summary>It goes into every gradient.</summary>
    public int Course { get; private set; }

    public int Every => 0;

    /// <summary>K of the round after the working slot's version.</summary>
    public int NextEvery { get; set; }

    public VectorLengths Lengths { get; } = new(lengthD, lengthG, lengthD + lengthG);

    public IMemoryOwner<float> Rent(int length)
    {
        Rented++;
        return new Vector(length);
    }

    public void Begin()
    {
        Calls.Add("begin");
        _working = _committed.Copy();
        _reads.Clear();
    }

    public void DiscriminatorGradient(long step, int j, int replica, Memory<float> gradient)
    {
        Calls.Add($"D {step}.{j} r{replica}");
        Read(step, j, replica);
        _generated.Add((step, replica));
        Gradient((step * plan.DiscriminatorSteps) + j, replica, _working.D, _working.G, gradient.Span);
        Spoil(gradient.Span, new Divergence(step, NetworkKind.Discriminator, DivergedPart.Gradient, replica));
    }

    public void DiscriminatorStep(long step, int j, Memory<float> sum)
    {
        Calls.Add($"D {step}.{j}");
        Update(_working.D, sum.Span);
        Spoil(_working.D, new Divergence(step, NetworkKind.Discriminator, DivergedPart.Weights));
    }

    public void GeneratorGradient(long step, int replica, Memory<float> gradient)
    {
        Calls.Add($"G {step} r{replica}");
        if (!_generated.Remove((step, replica)))
        {
            throw new InvalidOperationException($"no batch was generated for replica {replica} in step {step}");
        }

        Gradient(-step, replica, _working.G, _working.D, gradient.Span);
        Spoil(gradient.Span, new Divergence(step, NetworkKind.Generator, DivergedPart.Gradient, replica));
    }

    public void GeneratorStep(long step, Memory<float> sum)
    {
        Calls.Add($"G {step}");
        Update(_working.G, sum.Span);
        Update(_working.Ema, _working.G);
        Spoil(_working.G, new Divergence(step, NetworkKind.Generator, DivergedPart.Weights));
    }

    public Divergence? LocalSteps(StepSpan steps, int replica, Memory<float> state, Action stepDone)
    {
        Calls.Add($"local r{replica}");
        _working = _committed.Copy();
        _reads.Remove(replica);
        var (d, g) = (new float[lengthD], new float[lengthG]);
        for (var step = steps.First; step < steps.End; step++)
        {
            if (Diverges.Exists(d => d.Step == step && d.Replica == replica))
            {
                return Diverges.Where(d => d.Step == step && d.Replica == replica).MinBy(d => d.Network);
            }

            for (var j = 0; j < plan.DiscriminatorSteps; j++)
            {
                Read(step, j, replica);
                Gradient((step * plan.DiscriminatorSteps) + j, replica, _working.D, _working.G, d);
                Update(_working.D, d);
            }

            Gradient(-step, replica, _working.G, _working.D, g);
            Update(_working.G, g);
            InLocalStep(step, replica);
            stepDone();
        }

        _working.D.CopyTo(state);
        _working.G.CopyTo(state[lengthD..]);
        return null;
    }

    public void Average(StepSpan steps, Memory<float> sum)
    {
        Calls.Add("average");
        _working = _committed.Copy();
        Update(_working.D, sum.Span[..lengthD]);
        Update(_working.G, sum.Span[lengthD..]);
        Update(_working.Ema, _working.G);
        Spoil(_working.D, new Divergence(steps.End - 1, NetworkKind.Discriminator, DivergedPart.Weights));
        Spoil(_working.G, new Divergence(steps.End - 1, NetworkKind.Generator, DivergedPart.Weights));
    }

    public bool IsFinite(NetworkKind network) =>
        Array.TrueForAll(network == NetworkKind.Discriminator ? _working.D : _working.G, float.IsFinite);

    public (ReadLog Reads, ReplicaStatistics Statistics) Report(int replica, int steps) =>
        (_reads[replica], new ReplicaStatistics(replica, steps, 0, 0, 0));

    public Hash128 Hash() => Hash128.Of(MemoryMarshal.AsBytes<float>([.. _working.D, .. _working.G, .. _working.Ema]));

    public void Commit(long step)
    {
        Calls.Add($"commit {step}");
        _committed = _working.Copy();
        Step = step;
    }

    public VersionSnapshot Snapshot() => new(
        Step,
        [Tensor("d", _committed.D), Tensor("g", _committed.G), Tensor("ema", _committed.Ema)],
        Course);

    public void Load(VersionSnapshot snapshot)
    {
        Calls.Add($"load {snapshot.Step}");
        var tensors = snapshot.Tensors.Select(t => t.Values.ToArray()).ToList();
        _committed = new Weights(tensors[0], tensors[1], tensors[2]);
        (Step, Course) = (snapshot.Step, snapshot.Course);
    }

    public void Dispose() => Calls.Add("dispose");

    private void Spoil(Span<float> values, Divergence where)
    {
        if (Diverges.Contains(where))
        {
            values[^1] = float.PositiveInfinity;
        }
    }

    private static VersionTensor Tensor(string name, float[] values) =>
        new(name, ImmutableArray.Create<long>(values.Length), (float[])values.Clone());

    /// <summary>Depends on the update, the replica, the place and both networks' weights; below the modulus.</summary>
    private void Gradient(long update, int replica, float[] own, float[] other, Span<float> gradient)
    {
        for (var i = 0; i < gradient.Length; i++)
        {
            var mixed = (update * 131) + (Course * 17L) + (replica * 7919) + (i * 31)
                + ((replica + 2) * (long)own[i]) + (3 * (long)other[i % other.Length]);
            gradient[i] = ((mixed % Modulus) + Modulus) % Modulus;
        }
    }

    private static void Update(float[] weights, ReadOnlySpan<float> sum)
    {
        for (var i = 0; i < weights.Length; i++)
        {
            weights[i] = ((3 * (long)weights[i]) + (long)sum[i] + 1) % Modulus;
        }
    }

    private void Read(long step, int j, int replica)
    {
        if (!_reads.TryGetValue(replica, out var log))
        {
            _reads.Add(replica, log = new ReadLog());
        }

        var first = plan.First(step, j, replica);
        for (var i = 0; i < plan.Batch; i++)
        {
            log.Add(first + i, first + i);
        }
    }

    private sealed record Weights(float[] D, float[] G, float[] Ema)
    {
        public Weights Copy() => new((float[])D.Clone(), (float[])G.Clone(), (float[])Ema.Clone());
    }

    private sealed class Vector(int length) : IMemoryOwner<float>
    {
        public Memory<float> Memory { get; private set; } = new float[length];

        public void Dispose() => Memory = default;
    }
}
