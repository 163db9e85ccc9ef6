using GanCluster.Core;
using GanCluster.Node.Native;
using GanCluster.Node.Options;
using GanCluster.Node.Security;

namespace GanCluster.Node.Commands;

/// <summary><c>certificate</c>: a file that whoever has it can join with.</summary>
internal sealed class CertificateCommand(TextWriter output, TimeProvider time)
{
    internal int Run(CertificateOptions options)
    {
        if (File.Exists(options.Out))
        {
            throw new UserInputException($"'{options.Out}' is there already and is not overwritten; choose another --out");
        }

        var open = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            open.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        try
        {
            using var file = new FileStream(options.Out, open);
            file.Write(NodeCertificate.Make(time.GetUtcNow()));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UserInputException($"can't write '{options.Out}': {DiskErrors.Reason(e)}; choose another --out", e);
        }

        output.WriteLine(options.Out);
        output.WriteLine("copy it to every node, keep it secret, and start each with --certificate: they trust this one alone");
        return ExitCodes.Done;
    }
}
