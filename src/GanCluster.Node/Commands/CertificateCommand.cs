using System.CommandLine;
using System.Globalization;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using GanCluster.Core;
using GanCluster.Core.Security;
using GanCluster.Node.Native;
using GanCluster.Node.Options;
using GanCluster.Node.Security;

namespace GanCluster.Node.Commands;

/// <param name="Out">A PFX file that does not exist yet.</param>
internal sealed record CertificateOptions(string Out, bool Json = false);

/// <summary><c>certificate</c>: a file that whoever has it can join with.</summary>
internal sealed class CertificateCommand : Verb<CertificateOptions>
{
    private readonly CommandContext _context;
    private readonly Option<string?> _out =
        OptionOf.Path("--out", "FILE.pfx", "Where it goes. Otherwise gancluster.pfx.");

    private readonly Option<bool> _json = SharedOptions.Json("The file and its SHA-256 as one line of JSON.");

    internal CertificateCommand(CommandContext context)
        : base("certificate", "Makes the certificate that the nodes of a cluster share.")
    {
        _context = context;
        Take(_out, _json);
    }

    internal override CertificateOptions Read(ParseResult parsed) => new(
        parsed.GetValue(_out) ?? "gancluster.pfx", parsed.GetValue(_json));

    internal override Task<int> Run(CertificateOptions options, CancellationToken stop)
    {
        if (File.Exists(options.Out))
        {
            throw new UserInputException($"'{options.Out}' is there already and is not overwritten; choose another --out");
        }

        var pfx = NodeCertificate.Make(_context.Time.GetUtcNow());
        using var certificate = X509CertificateLoader.LoadPkcs12(pfx, password: null);
        try
        {
            NodeCertificate.Save(options.Out, pfx);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UserInputException($"can't write '{options.Out}': {DiskErrors.Reason(e)}; choose another --out", e);
        }

        if (options.Json)
        {
            _context.Output.WriteLine(Json(options.Out, certificate).ToJsonString());
            return Task.FromResult(ExitCodes.Done);
        }

        _context.Output.WriteLine(options.Out);
        _context.Output.WriteLine(
            $"certificate {NodeTrust.Shown(NodeTrust.FingerprintOf(certificate))}: copy it to every node, keep it secret, and start each "
                + "with --certificate: they trust this one alone, and those of --trust");
        return Task.FromResult(ExitCodes.Done);
    }

    private static JsonObject Json(string file, X509Certificate2 certificate) => new()
    {
        ["file"] = file,
        ["sha256"] = NodeTrust.FingerprintOf(certificate).ToLowerInvariant(),
        ["not_after"] = new DateTimeOffset(certificate.NotAfter).ToUniversalTime().ToString("O", CultureInfo.InvariantCulture),
    };
}
