using System.Buffers;
using GanCluster.Core.Hashing;
using GanCluster.Core.Ledger;
using GanCluster.Core.Rounds;
using GanCluster.Core.Runs;
using GanCluster.Core.Workers;
using GanCluster.Training.Data;
using GanCluster.Training.Devices;
using GanCluster.Training.Networks;
using GanCluster.Training.Objectives;
using GanCluster.Training.Optimization;
using static TorchSharp.torch;

namespace GanCluster.Training.Replicas;

/// <summary>The replica of a device: G, D, their optimizers and G's EMA in two slots.</summary>
public sealed class GanReplica : IReplica
{
    private readonly RunConfiguration _configuration;
    private readonly IDeviceMemory _memory;
    private readonly SyncSchedule _schedule;
    private readonly Schedules _schedules;
    private readonly IObjective? _objective;
    private readonly UpscalingGradients? _upscaling;
    private readonly long _pretrainSteps;

    /// <summary>Of one replica: the second moments of all of them still add up to a number.</summary>
    private readonly float _largestGradient;
    private readonly Batches _batches;
    private readonly GeneratorNetwork _g;
    private readonly DiscriminatorNetwork _d;
    private readonly Version _committed;
    private readonly Version _working;
    private readonly FlatAdam _stepG;
    private readonly FlatAdam _stepD;
    private readonly GradientBuffer _gradientG;
    private readonly GradientBuffer _gradientD;
    private readonly StepFigures _figures;
    private readonly AveragedState _averaged;
    private readonly Dictionary<int, ReplicaJournal> _journals = [];

    /// <summary>Of the gradients that all replicas' last step was made with, once they are asked for.</summary>
    private (double D, double G)? _norms;

    /// <summary>What follows from the course.</summary>
    private CourseTerms _terms;
    private AdversarialGradients _gradients;
    private DiffAugmentation _augmentation;

    /// <summary>What D's last step leaves for G's, by replica.</summary>
    private readonly Dictionary<int, PendingStep> _pending = [];

    /// <summary>A replica at step 0 of a run.</summary>
    /// <param name="family">The configuration's.</param>
    /// <param name="memory">Of the device that it computes on.</param>
    /// <param name="time">By which reads are found to take long, and then begin early; null: the system's.</param>
    public GanReplica(
        RunConfiguration configuration, Family family, IDataReader reader, IDeviceMemory memory, TimeProvider? time = null)
    {
        (_g, _d) = family.First(memory.Device);
        _g.RoundsProducts = _d.RoundsProducts = configuration.Precision == "bf16";
        (_configuration, _memory) = (configuration, memory);
        _schedule = SyncSchedule.Of(configuration);
        _schedules = new Schedules(configuration);
        _objective = family.Objective;
        _upscaling = family.Upscales ? new UpscalingGradients(configuration, family.Objective) : null;
        _pretrainSteps = RunLength.PretrainSteps(configuration);
        _largestGradient = Finite.LargestGradient / MathF.Sqrt(configuration.Replicas);
        _batches = new Batches(configuration, family, reader, memory, time ?? TimeProvider.System);
        (_terms, _gradients, _augmentation) = Take(course: 0);
        _committed = Version.First(_g, _d, family.Parts, memory);
        _working = new Version(_g, _d, family.Parts, memory);
        var adam = configuration.Optimizer;
        _stepG = new FlatAdam(adam, adam.G, _working.G, _working.GFirst, _working.GSecond);
        _stepD = new FlatAdam(adam, adam.D, _working.D, _working.DFirst, _working.DSecond);
        (_gradientG, _gradientD) =
            (new GradientBuffer(_g.Layout, memory), new GradientBuffer(_d.Layout, memory, family.Share.Length));
        _figures = new StepFigures(configuration.Replicas, memory);
        _averaged = new AveragedState(_working, _committed, memory, configuration.Replicas, configuration.SyncPrecision == "fp8");
        Lengths = new VectorLengths(
            _d.Layout.Length + family.Share.Length,
            _g.Layout.Length,
            _averaged.Length,
            _averaged.Rounded);
        BindToCommitted();
        Every = NextEvery = _committed.ReadEvery();
    }

    public long Step { get; private set; }

    public int Course { get; private set; }

    public int Every { get; private set; }

    public int NextEvery { get; private set; }

    public VectorLengths Lengths { get; }

    public IMemoryOwner<float> Rent(int length) => new TensorMemory(length, _memory);

    public void Begin()
    {
        _working.CopyFrom(_committed);
        NextEvery = Every;
        _journals.Clear();
        _figures.Begin();
        _norms = null;
        ForgetPending();
    }

    public void DiscriminatorGradient(long step, int j, int replica, Memory<float> gradient) =>
        Discriminate(step, j, replica, (made, sign) => _gradientD.Lend(made, gradient, sign));

    public void DiscriminatorStep(long step, int j, Memory<float> sum)
    {
        using var scope = NewDisposeScope();
        StepDiscriminator(step, j, _gradientD.Mean(sum, _configuration.Replicas));
    }

    public void GeneratorGradient(long step, int replica, Memory<float> gradient) =>
        Generate(step, replica, made => _gradientG.Lend(made, gradient));

    public void GeneratorStep(long step, Memory<float> sum)
    {
        using var scope = NewDisposeScope();
        StepGenerator(step, _gradientG.Mean(sum, _configuration.Replicas));
        Follow(_working.Ema, step + 1, 1);
    }

    public Divergence? LocalSteps(StepSpan steps, int replica, Memory<float> state, Action stepDone)
    {
        _working.CopyFrom(_committed);
        _journals[replica] = new ReplicaJournal();
        _figures.Begin(replica);
        ForgetPending();
        for (var step = steps.First; step < steps.End; step++)
        {
            for (var j = 0; j < _configuration.DSteps; j++)
            {
                Discriminate(step, j, replica, _gradientD.Keep);
                if (Diverges(step, NetworkKind.Discriminator, _gradientD, flat => StepDiscriminator(step, j, flat)) is { } d)
                {
                    return d;
                }
            }

            Generate(step, replica, made => _gradientG.Keep(made));
            if (Diverges(step, NetworkKind.Generator, _gradientG, flat => StepGenerator(step, flat)) is { } g)
            {
                return g;
            }

            stepDone();
        }

        _figures.SetNorms(replica, _gradientD.Norm(), _gradientG.Norm());
        _averaged.Write(state);
        _memory.Synchronize();
        return null;

        Divergence? Diverges(long step, NetworkKind network, GradientBuffer gradient, Action<Tensor> update)
        {
            if (!_memory.Within(gradient.Flat, _largestGradient))
            {
                return new Divergence(step, network, DivergedPart.Gradient, replica);
            }

            update(gradient.Flat);
            return IsFinite(network) ? null : new Divergence(step, network, DivergedPart.Weights, replica);
        }
    }

    public void Average(StepSpan steps, Memory<float> sum)
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        _figures.Drift = _averaged.Take(sum);
        var (momentum, before) = (_working.OuterMomentum, _committed.OuterMomentum);
        OuterStep.Take(_working.G, _committed.G, momentum?.G, before?.G, _configuration.Outer);
        OuterStep.Take(_working.D, _committed.D, momentum?.D, before?.D, _configuration.Outer);
        _working.Ema.copy_(_committed.Ema);
        Follow(_working.Ema, steps.End, steps.Count);
        if (_configuration.SyncDrift > 0)
        {
            NextEvery = SyncPace.Next(Every, steps.Count, _figures.Drift, _configuration.SyncDrift, _configuration.SyncEvery);
            _working.WriteEvery(NextEvery);
        }
    }

    public bool IsFinite(NetworkKind network) =>
        _memory.Within(network == NetworkKind.Discriminator ? _working.D : _working.G);

    public (ReadLog Reads, ReplicaStatistics Statistics) Report(int replica, int steps)
    {
        if (_schedule.At(Step) == SyncMode.Gradients)
        {
            var (d, g) = _norms ??= (_gradientD.Norm(), _gradientG.Norm());
            _figures.SetNorms(replica, d, g);
        }

        return (Journal(replica).Reads, _figures.Mean(replica, steps));
    }

    public Hash128 Hash() => _working.Hash();

    public void Commit(long step)
    {
        _committed.CopyFrom(_working);
        (Step, Every) = (step, NextEvery);
    }

    public VersionSnapshot Snapshot() => _committed.Snapshot(Step) with { Course = Course };

    public void Load(VersionSnapshot snapshot)
    {
        _committed.Load(snapshot);
        BindToCommitted();
        Step = snapshot.Step;
        Every = NextEvery = _committed.ReadEvery();
        if (snapshot.Course != Course)
        {
            (_terms, _gradients, _augmentation) = Take(snapshot.Course);
        }
    }

    public void Dispose()
    {
        ForgetPending();
        _batches.Dispose();
        _figures.Dispose();
        _gradientG.Dispose();
        _gradientD.Dispose();
        _stepG.Dispose();
        _stepD.Dispose();
        _g.Dispose();
        _d.Dispose();
        _working.Dispose();
        _committed.Dispose();
    }

    private (CourseTerms Terms, AdversarialGradients Gradients, DiffAugmentation Augmentation) Take(int course)
    {
        var terms = CourseTerms.Of(_configuration, course);
        (Course, _batches.NoiseSeed) = (course, terms.NoiseSeed);
        return (
            terms,
            new AdversarialGradients(_configuration with { Seed = terms.NoiseSeed }, _objective),
            new DiffAugmentation(_configuration.DiffAugment, terms.NoiseSeed, _memory));
    }

    /// <summary>Constants of another type of number don't lie in the working version: they are filled from it here.</summary>
    private void BindToCommitted()
    {
        _working.CopyFrom(_committed);
        _g.Bind(_working.G, _working.GFixed);
        _d.Bind(_working.D, _working.DFixed);
    }

    /// <param name="take">Is given D's gradients, null: zeros; and the mean sign of its scores of real images, where something goes
    /// by it.</param>
    private void Discriminate(long step, int j, int replica, Action<IList<Tensor>?, Tensor?> take)
    {
        using var scope = NewDisposeScope();
        var batch = _batches.Real(step, j, replica, Journal(replica));
        var last = j == _configuration.DSteps - 1;
        var reals = Levels(batch);
        var recomputation = last ? NewRecomputation() : null;
        var fakes = Make(batch, reals, withGraph: last, recomputation);
        var (gradients, sign) = step < _pretrainSteps ? default : Gradients(step, replica, batch, reals, fakes);
        take(gradients, sign);
        if (last)
        {
            batch.Real.DetachFromDisposeScope();
            batch.Labels?.DetachFromDisposeScope();
            _pending[replica] = new PendingStep(batch, [.. fakes.Select(fake => fake.DetachFromDisposeScope())], recomputation);
        }
    }

    private (IList<Tensor> Gradients, Tensor? Sign) Gradients(
        long step, int replica, Batch batch, IReadOnlyList<Tensor> reals, IReadOnlyList<Tensor> fakes)
    {
        var between = _batches.Between(batch);
        var shown = reals.Zip(fakes, (real, fake) => new Shown(
            Augment(real, Augmented.RealForDiscriminator, batch),
            Augment(Seen(fake.detach()), Augmented.FakeForDiscriminator, batch),
            batch.Labels,
            between,
            batch.First)).ToList();
        using var recomputation = NewRecomputation();
        using var kept = Recomputation.Enter(recomputation);
        var made = _gradients.Discriminator(_d, shown, _schedules.Gamma(step));
        _figures.AddDiscriminator(replica, made.Loss, made.ScoreReal, made.ScoreFake, _configuration.DSteps);
        return (made.Gradients, _working.Share is null ? null : Sign(made.Real));
    }

    /// <summary>(): over the levels' logits.</summary>
    private static Tensor Sign(IReadOnlyList<Tensor> logits)
    {
        using var frozen = no_grad();
        return cat([.. logits.Select(of => of.sign())], 0).mean();
    }

    private Tensor Augment(Tensor images, Augmented which, Batch batch) =>
        _augmentation.Apply(images, which, batch.First, _working.Share?.narrow(0, 0, 1));

    private void Generate(long step, int replica, Action<IList<Tensor>> take)
    {
        using var scope = NewDisposeScope();
        var (batch, fakes, recomputation) = _pending[replica];
        using var kept = Recomputation.Enter(recomputation);
        var made = _upscaling is null
            ? Generate(batch, fakes)
            : _upscaling.Generator(step, _g, _d, batch.Real, fakes[^1]);
        take(made.Gradients);
        _figures.AddGenerator(replica, made.Loss);
        _pending[replica].Dispose();
        _pending.Remove(replica);
    }

    /// <summary>Of a step's passes; null: they have graphs.</summary>
    private Recomputation? NewRecomputation() => _configuration.Network.Recompute ? new Recomputation() : null;

    private Tensor Seen(Tensor fake) => _upscaling is null ? fake : UpscalingGradients.InRange(fake);

    /// <summary>D's updates are counted from its first one, which Adam's correction of its moments goes by.</summary>
    private void StepDiscriminator(long step, int j, Tensor gradient)
    {
        if (step >= _pretrainSteps)
        {
            var update = ((step - _pretrainSteps) * _configuration.DSteps) + j + 1;
            using var scope = NewDisposeScope();
            using var frozen = no_grad();
            _stepD.Step(
                gradient.narrow(0, 0, _d.Layout.Length), update, _schedules.LearningRate(step) * _terms.RateFactor);
            if (_working.Share is { } share)
            {
                AdaptiveShare.Follow(share.narrow(0, 0, 1), gradient.narrow(0, _d.Layout.Length, 1), _configuration);
            }
        }
    }

    private void StepGenerator(long step, Tensor gradient) =>
        _stepG.Step(gradient, step + 1, _schedules.LearningRate(step) * _terms.RateFactor);

    private (IList<Tensor> Gradients, Tensor Loss) Generate(Batch batch, IReadOnlyList<Tensor> fakes)
    {
        var shown = Levels(batch).Zip(fakes, (real, fake) => new Shown(
            Augment(real, Augmented.RealForGenerator, batch),
            Augment(fake, Augmented.FakeForGenerator, batch),
            batch.Labels,
            Between: null,
            batch.First)).ToList();
        return _gradients.Generator(_g, _d, shown);
    }

    /// <summary>The real images of each of G's levels.</summary>
    private IReadOnlyList<Tensor> Levels(Batch batch) => Pyramid.Images(batch.Real, _g.Levels);

    /// <param name="withGraph">Whether G's own step goes on from it.</param>
    private IReadOnlyList<Tensor> Make(Batch batch, IReadOnlyList<Tensor> reals, bool withGraph, Recomputation? recomputation)
    {
        using var constant = withGraph ? null : no_grad();
        using var kept = Recomputation.Enter(recomputation);
        using var place = NoisePlace.Training(_terms.NoiseSeed, batch.First, batch.Count, NoisePass.Generator);
        return _g.Make(_batches.Input(batch), batch.Labels, reals);
    }

    private ReplicaJournal Journal(int replica)
    {
        if (!_journals.TryGetValue(replica, out var journal))
        {
            _journals.Add(replica, journal = new ReplicaJournal());
        }

        return journal;
    }

    private void Follow(Tensor ema, long end, int steps)
    {
        using var frozen = no_grad();
        var kept = _schedules.EmaKept(end, steps);
        ema.mul_(kept).add_(_working.G, alpha: 1 - kept);
    }

    private void ForgetPending()
    {
        foreach (var pending in _pending.Values)
        {
            pending.Dispose();
        }

        _pending.Clear();
    }
}
