using GanCluster.Core.Runs;
using GanCluster.Training.Networks;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace GanCluster.Training.Trials;

/// <summary>What shows of modules without a pass: what they have registered, and whether it fits the run.</summary>
internal static class Structure
{
    /// <summary>Whole numbers up to here are the same in float32.</summary>
    private const string LargestWhole = "16,777,216";

    public static IEnumerable<Finding> Of(string name, nn.Module module) =>
        [.. Parameters(name, module), .. Norms(name, module), .. Buffers(name, module)];

    /// <summary>Modules that have a tensor in common would write over each other's weights.</summary>
    public static IEnumerable<Finding> Shared(string name, nn.Module module, string otherName, nn.Module other, string fix)
    {
        var theirs = Tensors(other).Select(t => t.Tensor.Handle).ToHashSet();
        return Tensors(module).Where(t => theirs.Contains(t.Tensor.Handle)).Take(1)
            .Select(t => Finding.Refusal($"{name} shares {t.Name} with {otherName}: {fix}"));
    }

    public static IEnumerable<Finding> Fit(RunConfiguration run, BoundNetwork g, BoundNetwork d)
    {
        var (labelsG, labelsD) = (Forms.TakesLabels(g.Module), Forms.TakesLabels(d.Module));
        if (run.Packing > 1 && (labelsG || labelsD))
        {
            yield return Finding.Refusal(
                $"'packing' is {run.Packing}, and samples of different labels can't be packed, which {(labelsD ? d : g).Name} "
                + "takes: give 1");
        }

        foreach (var (network, batch) in new[] { (g, run.Batch), (d, run.Batch / run.Packing) })
        {
            if (network.HasBatchNorm && batch == 1)
            {
                yield return Finding.Refusal($"'batch' is {run.Batch}, and {network.Name} normalizes over a replica's batch: "
                    + $"give at least {2 * (network == d ? run.Packing : 1)}");
            }
        }

        if (run.Penalties.Gradient > 0 && d.HasBatchNorm)
        {
            yield return Finding.Refusal(
                $"'penalties.gradient' is {run.Penalties.Gradient}, and batch norm in {d.Name} couples the samples that it takes "
                + "one by one: leave batch norm out, or give 0");
        }

        if (labelsG && !labelsD)
        {
            yield return Finding.Warning(
                $"{g.Name} takes labels and {d.Name} does not: nothing teaches the generator to heed them");
        }
    }

    private static IEnumerable<Finding> Parameters(string name, nn.Module module)
    {
        if (!module.named_parameters().Any(p => p.parameter.requires_grad))
        {
            yield return Finding.Refusal($"{name} has no parameters to train{Left(module)}: call RegisterComponents() at the "
                + "end of its constructor, and keep lists of layers in a ModuleList");
        }

        foreach (var (parameter, tensor) in module.named_parameters().Where(p => p.parameter.dtype != ScalarType.Float32))
        {
            yield return Finding.Refusal($"parameter {parameter} of {name} is of type {tensor.dtype}: make it Float32");
        }
    }

    private static IEnumerable<Finding> Norms(string name, nn.Module module)
    {
        foreach (var (layer, norm) in module.named_modules().Where(m => m.module is NormBase))
        {
            if (norm is BatchNorm { track_running_stats: false })
            {
                yield return Finding.Refusal($"batch norm {layer} of {name} keeps no running statistics, by which samples are "
                    + "made: leave track_running_stats true");
            }
            else if (norm is not BatchNorm && ((NormBase)norm).track_running_stats)
            {
                yield return Finding.Refusal($"{norm.GetType().Name} {layer} of {name} keeps running statistics, which are no "
                    + "part of a version: leave track_running_stats false");
            }
        }
    }

    private static IEnumerable<Finding> Buffers(string name, nn.Module module)
    {
        using var scope = NewDisposeScope();
        var norms = BatchNorms.BuffersOf(module);
        foreach (var (buffer, tensor) in module.named_buffers().Where(b => !norms.Contains(b.name)))
        {
            if (tensor.dtype != ScalarType.Float32 && !Bits.Same(tensor, tensor.to(ScalarType.Float32).to(tensor.dtype)))
            {
                yield return Finding.Refusal($"buffer {buffer} of {name} holds {tensor.dtype} values that Float32, as which a "
                    + $"version travels, can't hold: keep whole numbers within {LargestWhole}, or make it Float32");
            }
        }
    }

    private static IEnumerable<(string Name, Tensor Tensor)> Tensors(nn.Module module) =>
        module.named_parameters().Select(p => ("parameter " + p.name, (Tensor)p.parameter))
            .Concat(module.named_buffers().Select(b => ("buffer " + b.name, b.buffer)));

    private static string Left(nn.Module module) =>
        Unregistered.In(module) is { Count: > 0 } fields ? $" ({string.Join(", ", fields)} not registered)" : "";
}
