using System.CommandLine;
using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using GanCluster.Core;
using GanCluster.Node.Http;
using GanCluster.Node.Native;
using GanCluster.Node.Options;
using GanCluster.Node.Terminal;
using GanCluster.Training.Data;
using GanCluster.Training.Devices;
using GanCluster.Training.Libtorch;
using GanCluster.Training.Trials;

namespace GanCluster.Node.Commands;

internal sealed record DoctorOptions(bool Json, bool Gpu = false);

/// <summary><c>doctor</c>: what this machine has, what it lacks, and the command that brings it.</summary>
internal sealed class DoctorCommand : Verb<DoctorOptions>
{
    private readonly CommandContext _context;
    private readonly Option<bool> _json = SharedOptions.Json("As one line of JSON.");

    private readonly Option<bool> _gpu = new("--gpu")
    {
        Description = "Make a step of every built-in family on this machine's GPUs, and say in a line each what works.",
    };

    internal DoctorCommand(CommandContext context)
        : base("doctor", "Says what this machine has and lacks, and the command that brings it.")
    {
        _context = context;
        Take(_json, _gpu);
    }

    internal sealed record Finding(string Name, bool Ok, string Detail, string Fix);

    internal override DoctorOptions Read(ParseResult parsed) => new(parsed.GetValue(_json), parsed.GetValue(_gpu));

    internal override Task<int> Run(DoctorOptions options, CancellationToken stop)
    {
        ProcessEnvironment.Apply("native");
        List<Finding> findings = options.Gpu ? OfGpus() : OfMachine();
        if (options.Json)
        {
            _context.Output.WriteLine(new JsonArray([.. findings.Select(Json)]).ToJsonString());
        }
        else
        {
            var listing = new Listing(new Column(""), new Column("what"), new Column("found, or how to have it"));
            foreach (var f in findings)
            {
                var lacks = options.Gpu ? "failed" : "missing";
                listing.Add(new Cell(f.Ok ? "ok" : lacks, f.Ok), f.Name, f.Ok ? f.Detail : $"{f.Detail}: {f.Fix}");
            }

            _context.Write(listing);
        }

        return Task.FromResult(Code(findings));
    }

    private static List<Finding> OfMachine()
    {
        List<Finding> findings = [Torch(), .. NodeTelemetry.Libraries().Where(l => l.Name is "Akka" or "Prometheus").Select(Managed), Devices()];
        findings.AddRange(DataCatalog.OfThisMachine().Known.Select(Data));
        return findings;
    }

    private static List<Finding> OfGpus()
    {
        var gpus = Gpus.Names;
        if (gpus.Count == 0)
        {
            return
            [
                new("gpu", false, "there is no CUDA device that libtorch can use here", "see that nvidia-smi lists it, and build with "
                    + "-p:TorchSharpBundle=TorchSharp-cuda-linux"),
            ];
        }

        string[] devices = [.. gpus.Select((_, i) => $"cuda:{i}")];
        GpuNumerics.Apply("fp32", devices);
        var trial = new GpuTrial([.. devices.Select(DeviceMemory.Of)]);
        return
        [
            new("gpu", true, string.Join(", ", devices.Zip(gpus, (device, name) => $"{device} {name}")), ""),
            .. GpuTrial.Checks.Select(trial.Make).Select(f => new Finding($"gpu.{f.Name}", f.Ok, f.Detail, "compute on --devices cpu:1, and tell us")),
        ];
    }

    /// <summary>A data set is missing only to the runs that read it.</summary>
    internal static int Code(IEnumerable<Finding> findings) =>
        findings.All(f => f.Ok || f.Name.StartsWith("data.", StringComparison.Ordinal)) ? ExitCodes.Done : ExitCodes.Failed;

    private static JsonNode Json(Finding f) => new JsonObject
    {
        ["name"] = f.Name,
        ["ok"] = f.Ok,
        ["detail"] = f.Detail,
        ["fix"] = f.Ok ? null : f.Fix,
    };

    private static Finding Torch()
    {
        try
        {
            var library = Library.Of("TorchSharp", typeof(TorchSharp.torch).Assembly);
            return new Finding("packages.TorchSharp", true, $"{library.Version}, libtorch {TorchLibrary.Version}{TorchLibrary.Change}", "");
        }
        catch (Exception e) when (
            e is DllNotFoundException or ExternalException or TypeInitializationException or NotSupportedException)
        {
            var cause = e.GetBaseException().Message;
            return new Finding("packages.TorchSharp", false, cause, "./gancluster doctor, which sets up first");
        }
    }

    private static Finding Managed(Library library) => new($"packages.{library.Name}", true, library.Version, "");

    private static Finding Devices()
    {
        var gpus = Gpus.Names.Count == 0 ? "no CUDA device" : string.Join(", ", Gpus.Names.Select((name, i) => $"cuda:{i} {name}"));
        var simd = System.Runtime.Intrinsics.X86.Avx512F.IsSupported ? "avx512"
            : System.Runtime.Intrinsics.X86.Avx2.IsSupported ? "avx2" : "no avx2";
        return new Finding("devices", true, $"{Environment.ProcessorCount} processors ({simd}), {gpus}", "");
    }

    private static Finding Data(KnownDataSet known)
    {
        var folder = DataCatalog.OfThisMachine().FolderOf(known.Name);
        return new Finding($"data.{known.Name}", folder is not null, folder ?? "not on this machine", known.Command);
    }
}
