using GanCluster.Core.Hashing;
using GanCluster.Core.Runs;
using GanCluster.Core.Workers;
using GanCluster.Training.Devices;
using GanCluster.Training.Parts;
using GanCluster.Training.Replicas;
using static TorchSharp.torch;

namespace GanCluster.Training.Trials;

/// <param name="Detail">What was found; of a failure why.</param>
public sealed record GpuFinding(string Name, bool Ok, string Detail);

/// <summary>What has to work on a machine's GPUs before a run is trusted to them: the smallest step of every built-in family.</summary>
/// <param name="memories">Of each GPU.</param>
public sealed class GpuTrial(IReadOnlyList<IDeviceMemory> memories)
{
    private static readonly RunConfiguration Small = new()
    {
        Family = "dcgan",
        Data = "fashion-mnist",
        Batch = 4,
        Latent = new LatentOptions { Size = 8 },
        Network = new NetworkOptions { Width = 4, Depth = 2 },
    };

    /// <summary>With penalties, so that a step goes back through its own gradients; with every random change of images.</summary>
    private static readonly IReadOnlyDictionary<string, RunConfiguration> Steps = new Dictionary<string, RunConfiguration>
    {
        ["mixture"] = Small with
        {
            Family = "mixture", Data = "ring8", Objective = "relativistic", Penalties = new() { R1 = 1, R2 = 1 },
            Network = Small.Network with { Bands = 2 },
        },
        ["vanilla"] = Small with { Family = "vanilla", Objective = "wasserstein", Penalties = new() { Gradient = 10 } },
        ["dcgan"] = Small with { DiffAugment = "color,translation,cutout", Conditioning = "projection" },
        ["dcgan with spectral norm"] = Small with
        {
            Objective = "hinge", SpectralNorm = 2, Network = Small.Network with { Norm = "none" },
        },
        ["r3gan"] = Small with { Family = "r3gan", Objective = "relativistic", Penalties = new() { R1 = 1, R2 = 1 } },
        ["lapgan"] = Small with
        {
            Family = "lapgan", Conditioning = "concatenation", Objective = "relativistic", Penalties = new() { R1 = 1, R2 = 1 },
        },
        ["srgan"] = Small with { Family = "srgan", Objective = "relativistic", Penalties = new() { R1 = 1 } },
    };

    /// <summary>In the order in which they are made.</summary>
    public static IReadOnlyList<string> Checks =>
        ["arithmetic", "copies", .. Steps.Keys.Select(step => $"step of {step}"), "agreement"];

    /// <summary>One of <see cref="Checks"/>. What has no deterministic kernel may end the process in it.</summary>
    public GpuFinding Make(string check)
    {
        try
        {
            return check switch
            {
                "arithmetic" => Arithmetic(check),
                "copies" => Copies(check),
                "agreement" => Agreement(check),
                _ => Step(check, Steps[check["step of ".Length..]]),
            };
        }
#pragma warning disable CA1031 // Whatever a GPU throws is what is to be told of it.
        catch (Exception e)
#pragma warning restore CA1031
        {
            return new GpuFinding(check, Ok: false, e.GetBaseException().Message.Split('\n')[0].TrimEnd());
        }
    }

    private static GpuFinding Arithmetic(string check)
    {
        var switches = GpuNumerics.SwitchesFor("fp32");
        var wrong = switches.Where(one => one.Read() != one.IsOn).Select(one => one.Name).ToList();
        return wrong.Count == 0
            ? new GpuFinding(check, Ok: true, string.Join(", ", switches.Select(one => $"{one.Name} {(one.IsOn ? "on" : "off")}")))
            : new GpuFinding(check, Ok: false, $"not as set: {string.Join(", ", wrong)}");
    }

    private GpuFinding Copies(string check)
    {
        const int Length = 1_000_003;
        using var scope = NewDisposeScope();
        foreach (var memory in memories)
        {
            var there = memory.Host([Length]);
            there.copy_(arange(Length, ScalarType.Float32));
            var device = memory.ToDevice(there);
            var back = memory.Host([Length]);
            memory.ToHost(device.add(1), back);
            memory.Synchronize();
            if (!back.Equals(there.add(1)))
            {
                return new GpuFinding(check, Ok: false, $"what came back from {memory.Device} is not what went there");
            }
        }

        return new GpuFinding(check, Ok: true, "host memory that GPUs copy from and to, both ways");
    }

    private GpuFinding Step(string check, RunConfiguration run)
    {
        var (once, norms) = Made(run, memories[0]);
        var (again, _) = Made(run, memories[0]);
        var (_, onCpu) = Made(run, HostMemory.Instance);
        var agrees = once == again;
        return new GpuFinding(
            check,
            agrees && norms.IsCloseTo(onCpu),
            $"{(agrees ? "the same bits twice" : "other bits the second time")}, gradients {norms.ApartFrom(onCpu):0.0e0} from the processor's");
    }

    private GpuFinding Agreement(string check)
    {
        if (memories.Count < 2)
        {
            return new GpuFinding(check, Ok: true, "not tried: there is one GPU");
        }

        var run = Steps["dcgan"];
        var hashes = memories.Select(memory => Made(run, memory).Hash).Distinct().Count();
        return new GpuFinding(check, hashes == 1, $"{memories.Count} GPUs make {hashes} different results of one step");
    }

    /// <summary>Of a step from a run's first weights, with both gradients' norms.</summary>
    private static (Hash128 Hash, ProbeNorms Norms) Made(RunConfiguration run, IDeviceMemory memory)
    {
        var family = RunParts.BuiltIn.FamilyOf(run);
        using var replica = new GanReplica(run, family, new MadeSamples(run, family.Classes), memory);
        return Probe.Of(replica);
    }
}
