using System.CommandLine;
using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using GanCluster.Core;
using GanCluster.Node.Http;
using GanCluster.Node.Native;
using GanCluster.Node.Options;
using GanCluster.Node.Terminal;
using GanCluster.Training.Data;
using GanCluster.Training.Libtorch;
using static TorchSharp.torch;

namespace GanCluster.Node.Commands;

internal sealed record DoctorOptions(bool Json);

/// <summary><c>doctor</c>: what this machine has, what it lacks, and the command that brings it.</summary>
internal sealed class DoctorCommand : Verb<DoctorOptions>
{
    private readonly CommandContext _context;
    private readonly Option<bool> _json = SharedOptions.Json("As one line of JSON.");

    internal DoctorCommand(CommandContext context)
        : base("doctor", "Says what this machine has and lacks, and the command that brings it.")
    {
        _context = context;
        Take(_json);
    }

    internal sealed record Finding(string Name, bool Ok, string Detail, string Fix);

    internal override DoctorOptions Read(ParseResult parsed) => new(parsed.GetValue(_json));

    internal override Task<int> Run(DoctorOptions options, CancellationToken stop)
    {
        ProcessEnvironment.Apply("native");
        List<Finding> findings = [Torch(), .. NodeTelemetry.Libraries().Where(l => l.Name is "Akka" or "Prometheus").Select(Managed), Devices()];
        findings.AddRange(DataCatalog.OfThisMachine().Known.Select(Data));
        if (options.Json)
        {
            _context.Output.WriteLine(new JsonArray([.. findings.Select(Json)]).ToJsonString());
        }
        else
        {
            var listing = new Listing(new Column(""), new Column("what"), new Column("found, or how to have it"));
            foreach (var f in findings)
            {
                listing.Add(new Cell(f.Ok ? "ok" : "missing", f.Ok), f.Name, f.Ok ? f.Detail : $"{f.Detail}: {f.Fix}");
            }

            _context.Write(listing);
        }

        return Task.FromResult(Code(findings));
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
        var gpus = cuda.is_available() ? cuda.device_count() : 0;
        var simd = System.Runtime.Intrinsics.X86.Avx512F.IsSupported ? "avx512"
            : System.Runtime.Intrinsics.X86.Avx2.IsSupported ? "avx2" : "no avx2";
        return new Finding("devices", true, $"{Environment.ProcessorCount} processors ({simd}), {gpus} CUDA devices", "");
    }

    private static Finding Data(KnownDataSet known)
    {
        var folder = DataCatalog.OfThisMachine().FolderOf(known.Name);
        return new Finding($"data.{known.Name}", folder is not null, folder ?? "not on this machine", known.Command);
    }
}
