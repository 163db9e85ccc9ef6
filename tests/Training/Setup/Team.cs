using System.Buffers;
using GanCluster.Core.Rounds;
using GanCluster.Core.Runs;
using GanCluster.Core.Sums;
using GanCluster.Training.Devices;
using GanCluster.Training.Replicas;

namespace GanCluster.Training.Tests;

/// <summary>A run's replicas in even shares on some workers, which sum over the tree as an exchange does.</summary>
internal sealed class Team : IDisposable
{
    private readonly RunConfiguration _configuration;
    private readonly ReductionTree _tree;
    private readonly ReductionTree _stateTree;
    private readonly List<(GanReplica Replica, Range Range)> _workers = [];
    private readonly List<IMemoryOwner<float>> _rented = [];

    internal Team(RunConfiguration configuration, int workers, IDeviceMemory? memory = null)
    {
        (_configuration, _tree) = (configuration, new ReductionTree(configuration.Replicas));
        for (var w = 0; w < workers; w++)
        {
            var first = configuration.Replicas * w / workers;
            _workers.Add((Runs.Replica(configuration, memory: memory), first..(configuration.Replicas * (w + 1) / workers)));
        }

        _stateTree = new ReductionTree(configuration.Replicas, First.Lengths.RoundedState);
    }

    internal GanReplica First => _workers[0].Replica;

    /// <summary>A round of the configuration's way to combine, committed.</summary>
    internal void Round(StepSpan steps)
    {
        Each(replica => replica.Begin());
        if (SyncSchedule.Of(_configuration).At(steps.First) == SyncMode.Parameters)
        {
            GiveBack();
            Combine(
                _stateTree,
                First.Lengths.State,
                (replica, r, state) => Assert.Null(replica.LocalSteps(steps, r, state, () => { })),
                (replica, sum) => replica.Average(steps, sum));
        }
        else
        {
            for (var step = steps.First; step < steps.End; step++)
            {
                Step(step);
            }
        }

        Each(replica => replica.Commit(steps.End));
        Assert.Single(_workers.Select(w => w.Replica.Hash()).Distinct());
    }

    public void Dispose()
    {
        GiveBack();
        Each(replica => replica.Dispose());
    }

    private void Step(long step)
    {
        GiveBack();
        var (d, g) = (First.Lengths.Discriminator, First.Lengths.Generator);
        for (var i = 0; i < _configuration.DSteps; i++)
        {
            var j = i;
            Combine(
                _tree,
                d,
                (replica, r, gradient) => replica.DiscriminatorGradient(step, j, r, gradient),
                (replica, sum) => replica.DiscriminatorStep(step, j, sum));
        }

        Combine(
            _tree,
            g,
            (replica, r, gradient) => replica.GeneratorGradient(step, r, gradient),
            (replica, sum) => replica.GeneratorStep(step, sum));
    }

    private void Combine(
        ReductionTree tree, int length, Action<GanReplica, int, Memory<float>> contribute, Action<GanReplica, Memory<float>> take)
    {
        var nodes = new List<PartialSum>();
        foreach (var (replica, range) in _workers)
        {
            var sum = new TreeAccumulator(tree, _ => { });
            for (var r = range.Start.Value; r < range.End.Value; r++)
            {
                var vector = Rent(replica, length);
                contribute(replica, r, vector);
                sum.Push(TreeNode.Leaf(r), vector);
            }

            nodes.AddRange(sum.Nodes);
        }

        foreach (var (replica, _) in _workers)
        {
            var root = Rent(replica, length);
            TreeReduction.Combine(tree, nodes, 0, root.Span);
            take(replica, root);
        }
    }

    /// <summary>A step's sums are there until the next, as a worker's are: what is reported goes by them.</summary>
    private void GiveBack()
    {
        _rented.ForEach(memory => memory.Dispose());
        _rented.Clear();
    }

    private Memory<float> Rent(GanReplica replica, int length)
    {
        var memory = replica.Rent(length);
        _rented.Add(memory);
        return memory.Memory;
    }

    private void Each(Action<GanReplica> action) => _workers.ForEach(w => action(w.Replica));
}
