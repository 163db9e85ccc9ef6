using System.Runtime.InteropServices;
using GanCluster.Core.Noise;
using GanCluster.Core.Runs;
using GanCluster.Training.Data;
using GanCluster.Training.Devices;
using GanCluster.Training.Networks;
using GanCluster.Training.Objectives;
using GanCluster.Training.Replicas;
using static TorchSharp.torch;

namespace GanCluster.Training.Tests;

/// <summary>
/// A run of <c>gradients</c> as one would write it down from the papers: a loop over steps, Adam in double precision, no slots,
/// no flat optimizer, no schedules of the project's. What it takes from the project is tested by itself: layers, losses, the
/// position of a batch's samples, noise and augmentation by position.
/// </summary>
internal sealed class PlainRun : IDisposable
{
    private readonly RunConfiguration _run;
    private readonly Family _family;
    private readonly IDataReader _reader;
    private readonly DiffAugmentation _augmentation;
    private readonly GeneratorNetwork _g;
    private readonly DiscriminatorNetwork _d;

    internal PlainRun(RunConfiguration run)
    {
        (_run, _family, _reader) = (run, Runs.Family(run), new DataReader(Runs.Data(run)));
        _augmentation = new DiffAugmentation(run.DiffAugment, run.Seed, HostMemory.Instance);
        (_g, _d) = _family.First(CPU);
        G = new Trained(_g, run, run.Optimizer.G);
        D = new Trained(_d, run, run.Optimizer.D);
        Ema = Tensors.Floats(G.Flat).Select(w => (double)w).ToArray();
    }

    internal Trained G { get; }

    internal Trained D { get; }

    internal double[] Ema { get; private set; }

    public void Dispose()
    {
        _g.Dispose();
        _d.Dispose();
        G.Flat.Dispose();
        D.Flat.Dispose();
    }

    internal void Step(long step)
    {
        var imagesPerStep = _run.Replicas * _run.Batch * _run.DSteps;
        var progress = Math.Min(1, step * (double)imagesPerStep / _run.Horizon);
        var rate = Falls(progress, _run.Optimizer.Final);
        var gamma = Falls(Math.Min(1, step * (double)imagesPerStep / _run.Horizon / _run.Penalties.Span), _run.Penalties.Final);
        for (var j = 0; j < _run.DSteps; j++)
        {
            var batch = j;
            D.Update(MeanOver(r => DiscriminatorGradient(step, batch, r, gamma)), rate);
        }

        G.Update(MeanOver(r => GeneratorGradient(step, r)), rate);
        var seen = step * (double)imagesPerStep;
        var halfLife = _run.Ema.Ramp > 0 ? Math.Min(_run.Ema.HalfLife, _run.Ema.Ramp * seen) : _run.Ema.HalfLife;
        var kept = halfLife > 0 ? Math.Pow(0.5, imagesPerStep / halfLife) : 0;
        Ema = [.. Ema.Zip(Tensors.Floats(G.Flat), (e, w) => (kept * e) + ((1 - kept) * w))];
    }

    private static double Falls(double progress, double final) =>
        final + ((1 - final) * (1 + Math.Cos(Math.PI * progress)) / 2);

    private double[] MeanOver(Func<int, IEnumerable<Tensor>> gradient)
    {
        var all = Enumerable.Range(0, _run.Replicas)
            .Select(r => gradient(r).SelectMany(g => Tensors.Floats(g.contiguous())).ToArray()).ToList();
        return [.. Enumerable.Range(0, all[0].Length).Select(i => all.Average(g => (double)g[i]))];
    }

    private IList<Tensor> DiscriminatorGradient(long step, int j, int replica, double gamma)
    {
        var (first, real, labels) = Batch(step, j, replica);
        var fake = Fake(first, labels).detach();
        var x = _augmentation.Apply(real, Augmented.RealForDiscriminator, first).detach().requires_grad_();
        var y = _augmentation.Apply(fake, Augmented.FakeForDiscriminator, first).detach().requires_grad_();
        var (scoreX, scoreY) = (Score(x, labels), Score(y, labels));
        var loss = Objective.Of(_run.Objective).DiscriminatorLoss(scoreX, scoreY)
            + (SquaredSlope(scoreX, x) * (_run.Penalties.R1 / 2 * gamma))
            + (SquaredSlope(scoreY, y) * (_run.Penalties.R2 / 2 * gamma));
        if (_run.Penalties.Gradient > 0)
        {
            var share = empty(_run.Batch);
            Uniforms.Fill(
                _run.Seed, NoiseStream.Of(NoisePurpose.Interpolation), (ulong)first, MemoryMarshal.Cast<byte, float>(share.bytes));
            share = share.view([_run.Batch, .. real.shape[1..].Select(_ => 1L)]);
            var between = ((share * x) + ((1 - share) * y)).detach().requires_grad_();
            var slope = autograd.grad([Score(between, labels).sum()], [between], retain_graph: true, create_graph: true)[0];
            loss += (slope.flatten(1).norm(1) - 1).square().mean() * (_run.Penalties.Gradient * gamma);
        }

        return autograd.grad([loss], [.. _d.Leaves]);
    }

    private IList<Tensor> GeneratorGradient(long step, int replica)
    {
        var (first, real, labels) = Batch(step, _run.DSteps - 1, replica);
        var x = _augmentation.Apply(real, Augmented.RealForGenerator, first);
        var y = _augmentation.Apply(Fake(first, labels), Augmented.FakeForGenerator, first);
        var objective = Objective.Of(_run.Objective);
        var loss = objective.GeneratorLoss(objective.IsRelativistic ? Score(x, labels) : null, Score(y, labels));
        return autograd.grad([loss], [.. _g.Leaves]);
    }

    private static Tensor SquaredSlope(Tensor scores, Tensor x) =>
        autograd.grad([scores.sum()], [x], retain_graph: true, create_graph: true)[0].square().sum() / scores.shape[0];

    private Tensor Score(Tensor x, Tensor? labels) => _d.Score(x, labels);

    private Tensor Fake(long first, Tensor? labels) => _g.Make(
        LatentNoise.Draw(_family.Latent, _run.Seed, NoiseStream.Of(NoisePurpose.Latent), first, _run.Batch), labels)[0];

    private (long First, Tensor Real, Tensor? Labels) Batch(long step, int j, int replica)
    {
        var first = ((((step * _run.DSteps) + j) * _run.Replicas) + replica) * _run.Batch;
        var real = empty([_run.Batch, .. _family.Shape]);
        var labels = new int[_family.Classes > 0 ? _run.Batch : 0];
        _reader.Read(
            [.. Enumerable.Range(0, _run.Batch).Select(i => first + i)], MemoryMarshal.Cast<byte, float>(real.bytes), labels,
            new Nobody());
        return (first, real, Labels.Of(labels, _family.Classes));
    }

    /// <summary>A network with Adam's algorithm 1 over each of its values.</summary>
    internal sealed class Trained
    {
        private readonly OptimizerOptions _adam;
        private readonly double _rate;
        private readonly double[] _m;
        private readonly double[] _v;
        private int _updates;

        internal Trained(BoundNetwork network, RunConfiguration run, double rate)
        {
            (Layout, Flat) = (network.Layout, Nets.Bind(network));
            (_adam, _rate) = (run.Optimizer, rate);
            var count = Layout.Entries.Sum(e => e.Count);
            (_m, _v) = (new double[count], new double[count]);
        }

        internal ParameterLayout Layout { get; }

        internal Tensor Flat { get; }

        /// <summary>In the order of the layout's entries, without its gaps.</summary>
        internal void Update(double[] gradient, double factor)
        {
            _updates++;
            var weights = MemoryMarshal.Cast<byte, float>(Flat.bytes);
            var i = 0;
            foreach (var at in Layout.Entries.SelectMany(e => Enumerable.Range(e.Offset, e.Count)))
            {
                _m[i] = (_adam.Beta1 * _m[i]) + ((1 - _adam.Beta1) * gradient[i]);
                _v[i] = (_adam.Beta2 * _v[i]) + ((1 - _adam.Beta2) * gradient[i] * gradient[i]);
                var m = _m[i] / (1 - Math.Pow(_adam.Beta1, _updates));
                var v = _v[i] / (1 - Math.Pow(_adam.Beta2, _updates));
                weights[at] = (float)(weights[at] - (_rate * factor * m / (Math.Sqrt(v) + _adam.Epsilon)));
                i++;
            }
        }
    }

    private sealed class Nobody : IReadObserver
    {
        public void OnRead(long position, long index)
        {
        }
    }
}
