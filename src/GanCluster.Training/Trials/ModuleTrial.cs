using System.Runtime.InteropServices;
using GanCluster.Core.Noise;
using GanCluster.Core.Rounds;
using GanCluster.Core.Runs;
using GanCluster.Training.Libtorch;
using GanCluster.Training.Networks;
using GanCluster.Training.Parts;
using GanCluster.Training.Replicas;
using static TorchSharp.torch;

namespace GanCluster.Training.Trials;

/// <summary>
/// A program's own modules, tried before the first step of a run: what would make it fail, or give other results from worker to
/// worker, is found here and told. A module can end the process, so this is best done in another.
/// </summary>
public sealed class ModuleTrial
{
    /// <summary>Times the range of real samples.</summary>
    private const int Far = 1000;

    private const int AtRestBatch = Evaluation.Generator.BatchSize;

    private readonly RunConfiguration _run;
    private readonly Family _family;
    private readonly Action<string> _trying;
    private readonly MadeSamples _samples;
    private readonly List<Finding> _findings = [];

    private ModuleTrial(RunConfiguration run, Family family, Action<string> trying) =>
        (_run, _family, _trying, _samples) = (run, family, trying, new MadeSamples(run, family.Classes));

    /// <param name="trying">Told what comes next, in case that it ends the process.</param>
    /// <returns>Warnings, and refusals of the first stage that has any: what comes after it was not tried.</returns>
    public static IReadOnlyList<Finding> Of(RunConfiguration run, RunParts parts, Action<string> trying)
    {
        using var scope = NewDisposeScope();
        var trial = new ModuleTrial(run, parts.FamilyOf(run), trying);
        try
        {
            trial.Try();
        }
        catch (NetworkException e)
        {
            trial._findings.Add(Finding.Refusal(e.Message));
        }

        return trial._findings;
    }

    private void Try()
    {
        // Two of each, with other first weights.
        if (Make(NetworkKind.Generator, 1) is not { } g || Make(NetworkKind.Generator, 2) is not { } twinG ||
            Make(NetworkKind.Discriminator, 1) is not { } d || Make(NetworkKind.Discriminator, 2) is not { } twinD ||
            !Goes(Apart(g, twinG, d, twinD)) ||
            !Goes([.. Structure.Of(Name("generator", g), g), .. Structure.Of(Name("discriminator", d), d)]))
        {
            return;
        }

        using var networkG = new GeneratorNetwork(g, CPU);
        using var otherG = new GeneratorNetwork(twinG, CPU);
        using var networkD = new DiscriminatorNetwork(d, CPU, _run.Packing);
        using var otherD = new DiscriminatorNetwork(twinD, CPU, _run.Packing);
        if (Goes(Structure.Fit(_run, networkG, networkD)) && TryGenerator(networkG, otherG) && TryDiscriminator(networkD, otherD))
        {
            _trying($"a step of {networkG.Name} and {networkD.Name}");
            Goes([Steps.Of(_run, _family, networkG.Name, networkD.Name)]);
        }
    }

    private nn.Module? Make(NetworkKind kind, long seed)
    {
        var role = kind == NetworkKind.Generator ? "generator" : "discriminator";
        using var mark = Underway.Of($"family {_run.Family}", $"the factory of its {role}");
        _trying(Underway.Text!);
        try
        {
            if (_family.Untried(kind, seed) is { } module)
            {
                return module;
            }

            _findings.Add(Finding.Refusal($"family {_run.Family}: the factory of its {role} gives null: give a new module"));
        }
#pragma warning disable CA1031 // A program's own code: whatever it throws is told.
        catch (Exception e)
#pragma warning restore CA1031
        {
            _findings.Add(Finding.Refusal(
                $"family {_run.Family}: the factory of its {role} failed: {NetworkException.FirstLine(e.GetBaseException())}"));
        }

        return null;
    }

    private static IEnumerable<Finding> Apart(nn.Module g, nn.Module twinG, nn.Module d, nn.Module twinD)
    {
        const string New = "make it, with all its layers, anew at every call of the factory";
        if (ReferenceEquals(g, d))
        {
            return [Finding.Refusal($"{g.GetType().Name} is both generator and discriminator, one object: make two")];
        }

        var (nameG, nameD) = (Name("generator", g), Name("discriminator", d));
        var repeated = ReferenceEquals(g, twinG) ? nameG : ReferenceEquals(d, twinD) ? nameD : null;
        return repeated is not null
            ? [Finding.Refusal($"{repeated} is one object at every call of its factory: {New}")]
            : [
                .. Structure.Shared(nameG, g, "another of its factory", twinG, New),
                .. Structure.Shared(nameD, d, "another of its factory", twinD, New),
                .. Structure.Shared(nameG, g, nameD, d, "each is trained alone: give each its own"),
            ];
    }

    private bool TryGenerator(GeneratorNetwork g, GeneratorNetwork twin)
    {
        var (z, labels) = (Latents(_run.Batch), LabelsOf(_run.Batch));
        Tensor Pass(GeneratorNetwork network) => network.Make(z, labels)[^1];
        return TryPasses(g, twin, Pass, made => Outputs.OfGenerator(g.Name, made, _family, _run.Batch), input: null)
            && AtRest(twin, Pass, () =>
            {
                var made = twin.Make(Latents(AtRestBatch), LabelsOf(AtRestBatch))[^1];
                return Outputs.OfGenerator(g.Name, made, _family, AtRestBatch);
            });
    }

    private bool TryDiscriminator(DiscriminatorNetwork d, DiscriminatorNetwork twin)
    {
        var (x, labels) = (Samples(_run.Batch).requires_grad_(), LabelsOf(_run.Batch));
        var shown = AtRestBatch / _run.Packing * _run.Packing;
        Tensor Pass(DiscriminatorNetwork network) => network.Raw(x, labels);
        Tensor ShowFar()
        {
            using var frozen = no_grad();
            return cat([d.Raw(x * Far, labels), d.Raw(x * -Far, labels)]);
        }

        return TryPasses(d, twin, Pass, scores => Outputs.OfDiscriminator(d.Name, scores, _run.Packing, _run.Batch)
                ?? Outputs.Squashed(_run, d.Name, scores, ShowFar), x)
            && AtRest(twin, Pass, () => Outputs.OfDiscriminator(
                d.Name, twin.Raw(Samples(shown), LabelsOf(shown)), _run.Packing, shown));
    }

    private bool TryPasses<T>(T network, T twin, Func<T, Tensor> pass, Func<Tensor, Finding?> check, Tensor? input)
        where T : BoundNetwork
    {
        _trying(network.Name);
        var (before, drawn) = (Passes.State(network.Module), random.get_rng_state());
        var output = pass(network);
        return Goes([check(output)])
            && Goes([Passes.Repeated(network, output, () => pass(network), before, drawn)])
            && Goes([Passes.Twin(network, output, twin, pass)])
            && Goes(Dependence.Of(network, output, input));
    }

    /// <summary>As it is sampled or measured once it is trained: in eval mode, by standing statistics, with another number of
    /// samples at a time.</summary>
    private bool AtRest<T>(T network, Func<T, Tensor> pass, Func<Finding?> check)
        where T : BoundNetwork
    {
        using var frozen = no_grad();
        try
        {
            BatchNorms.Rest(network.Module, BatchNorms.Collect(network.Module, 1, _ => pass(network)));
            return Goes([check()]);
        }
        catch (NetworkException e)
        {
            return Goes([Finding.Refusal($"{e.Message} (in eval mode, for {AtRestBatch} samples, as it is sampled)")]);
        }
    }

    private Tensor Latents(int count) => LatentNoise.Draw(
        _family.Latent, _run.Seed, NoiseStream.Of(NoisePurpose.Latent), 0, count);

    private Tensor Samples(int count)
    {
        var x = empty([count, .. _family.Shape]);
        _samples.Fill(MemoryMarshal.Cast<byte, float>(x.bytes));
        return x;
    }

    private Tensor? LabelsOf(int count) => Labels.Of(Labels.InTurn(0, count, _family.Classes), _family.Classes);

    private static string Name(string role, nn.Module module) => $"{role} {module.GetType().Name}";

    /// <returns>Whether nothing is refused.</returns>
    private bool Goes(IEnumerable<Finding?> found)
    {
        var all = found.OfType<Finding>().ToList();
        _findings.AddRange(all);
        return !all.Exists(finding => finding.IsRefusal);
    }
}
