using System.Diagnostics;

namespace GanCluster.Node.Sets;

/// <summary>A folder of a Debian package, from where apt gets it: nothing is installed, so anybody may.</summary>
/// <param name="Folder">In the package, with a slash at its end.</param>
internal sealed record DebianPackage(string Name, string Folder) : ISetRoute
{
    /// <summary>Without a network apt would try for minutes.</summary>
    private static readonly string[] Soon = ["-o", "Acquire::Retries=0", "-o", "Acquire::http::Timeout=15", "-o", "Acquire::https::Timeout=15"];

    public string From(SetTools tools) => $"Debian's package {Name}";

    public bool IsOpen(SetTools tools) => IsThere("apt-get", tools) && IsThere("dpkg-deb", tools);

    public async Task Bring(string folder, string scratch, SetTools tools, CancellationToken stop)
    {
        if (!await Got(scratch, stop))
        {
            // The lists may be missing or old.
            if (!tools.IsRoot || !await Ran("apt-get", scratch, stop, [.. Soon, "update"]) || !await Got(scratch, stop))
            {
                throw new RouteException("apt-get can't download it");
            }
        }

        var package = Directory.GetFiles(scratch, "*.deb").Single();
        using var tar = Start("dpkg-deb", scratch, "--fsys-tarfile", package);
        try
        {
            await SetArchive.Unpack(tar.StandardOutput.BaseStream, Folder, folder, stop);
        }
        finally
        {
            tar.Kill();
        }
    }

    private Task<bool> Got(string scratch, CancellationToken stop) => Ran("apt-get", scratch, stop, [.. Soon, "download", Name]);

    /// <returns>Whether it ended in order.</returns>
    private static async Task<bool> Ran(string program, string folder, CancellationToken stop, params string[] arguments)
    {
        using var process = Start(program, folder, arguments);
        try
        {
            // What it says goes nowhere, but must be read, or it would wait for that.
            await Task.WhenAll(
                process.StandardOutput.ReadToEndAsync(stop), process.StandardError.ReadToEndAsync(stop), process.WaitForExitAsync(stop));
            return process.ExitCode == 0;
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
    }

    private static Process Start(string program, string folder, params string[] arguments) => Process.Start(
        new ProcessStartInfo(program, arguments)
        {
            UseShellExecute = false,
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;

    private static bool IsThere(string program, SetTools tools) => (tools.Variable("PATH") ?? "")
        .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
        .Any(folder => File.Exists(Path.Combine(folder, program)));
}
