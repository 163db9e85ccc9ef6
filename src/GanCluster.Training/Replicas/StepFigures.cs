using System.Runtime.InteropServices;
using GanCluster.Core.Rounds;
using GanCluster.Training.Devices;
using static TorchSharp.torch;

namespace GanCluster.Training.Replicas;

/// <summary>Losses and scores of a round's steps, added up where they are computed and read once.</summary>
internal sealed class StepFigures : IDisposable
{
    private const int LossD = 0;
    private const int ScoreReal = 1;
    private const int ScoreFake = 2;
    private const int LossG = 3;
    private const int Width = 4;

    private readonly IDeviceMemory _memory;
    private readonly Tensor _sums;
    private readonly Dictionary<int, (Tensor Row, Tensor Discriminator, Tensor Generator)> _rows = [];
    private readonly Dictionary<int, (double D, double G)> _norms = [];
    private double[]? _read;

    public StepFigures(int replicas, IDeviceMemory memory)
    {
        _memory = memory;
        _sums = zeros([replicas, Width], ScalarType.Float64, memory.Device).DetachFromDisposeScope();
    }

    public void Begin()
    {
        Clear(_sums);
        _norms.Clear();
        Drift = double.NaN;
    }

    public void Begin(int replica)
    {
        Clear(Of(replica).Row);
        _norms.Remove(replica);
    }

    /// <summary>Of all replicas at their last averaging; NaN: there was none in this round.</summary>
    public double Drift { get; set; } = double.NaN;

    /// <summary>Of the gradients that the replica's last step was made with.</summary>
    public void SetNorms(int replica, double d, double g) => _norms[replica] = (d, g);

    /// <summary>Figures have no dimensions and are of double precision.</summary>
    /// <param name="discriminatorSteps">D's figures count as one step of their mean.</param>
    public void AddDiscriminator(int replica, Tensor loss, Tensor scoreReal, Tensor scoreFake, int discriminatorSteps)
    {
        using var frozen = no_grad();
        var figures = stack([loss, scoreReal, scoreFake]);
        Add(Of(replica).Discriminator, discriminatorSteps == 1 ? figures : figures.div(discriminatorSteps));
    }

    public void AddGenerator(int replica, Tensor loss)
    {
        using var frozen = no_grad();
        Add(Of(replica).Generator, loss);
    }

    public ReplicaStatistics Mean(int replica, int steps)
    {
        _read ??= Read();
        var row = _read.AsSpan(replica * Width, Width);
        var (normD, normG) = _norms.GetValueOrDefault(replica, (double.NaN, double.NaN));
        return new ReplicaStatistics(replica, row[LossD], row[LossG], row[ScoreReal], row[ScoreFake]).Over(steps) with
        {
            NormD = normD,
            NormG = normG,
            Drift = Drift,
        };
    }

    public void Dispose()
    {
        foreach (var row in _rows.Values)
        {
            row.Row.Dispose();
            row.Discriminator.Dispose();
            row.Generator.Dispose();
        }

        _sums.Dispose();
    }

    private void Add(Tensor sum, Tensor figures)
    {
        sum.add_(figures);
        _read = null;
    }

    private void Clear(Tensor sums)
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        sums.zero_();
        _read = null;
    }

    private double[] Read()
    {
        using var scope = NewDisposeScope();
        return MemoryMarshal.Cast<byte, double>(_memory.Fetch(_sums).bytes).ToArray();
    }

    private (Tensor Row, Tensor Discriminator, Tensor Generator) Of(int replica)
    {
        if (!_rows.TryGetValue(replica, out var row))
        {
            var whole = _sums.select(0, replica).DetachFromDisposeScope();
            row = (
                whole,
                whole.narrow(0, LossD, LossG).DetachFromDisposeScope(),
                whole.select(0, LossG).DetachFromDisposeScope());
            _rows.Add(replica, row);
        }

        return row;
    }
}
