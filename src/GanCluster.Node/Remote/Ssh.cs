using System.ComponentModel;
using System.Diagnostics;
using GanCluster.Core;
using GanCluster.Node.Supervision;

namespace GanCluster.Node.Remote;

/// <summary>Commands on other machines. It asks for no password: who starts a run by it has keys, or an agent, there.</summary>
/// <param name="command">The program, and its options.</param>
internal sealed class Ssh(string command)
{
    /// <summary>The first seconds of a connection that nobody answers.</summary>
    private static readonly string[] Always =
        ["-T", "-o", "BatchMode=yes", "-o", "ConnectTimeout=15", "-o", "ServerAliveInterval=5"];

    /// <summary>A shell's, by which Ctrl-C, which goes to everything on the terminal, does not reach what takes the shell's place:
    /// the run ends in order first.</summary>
    private const string Sheltered = "trap '' INT; exec \"$@\"";

    private readonly string[] _command = command.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>The host that ssh connects to, which its configuration may call otherwise.</summary>
    internal async Task<string> HostOf(string name, CancellationToken stop)
    {
        var (code, output, _) = await Ended(["-G", name], stop);
        var line = code != 0 ? null
            : output.Split('\n').FirstOrDefault(line => line.StartsWith("hostname ", StringComparison.Ordinal));
        return line is null ? name[(name.LastIndexOf('@') + 1)..] : line["hostname ".Length..].Trim();
    }

    /// <returns>The exit code, 255 if ssh itself failed; and the last line that was said.</returns>
    internal async Task<(int Code, string Said)> Run(string host, string line, CancellationToken stop)
    {
        var (code, output, error) = await Ended([.. Always, host, line], stop);
        var said = (error + "\n" + output).Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        return (code, said.LastOrDefault() ?? "nothing was said");
    }

    /// <summary>A node there, which ends when its connection does; what it says has the host's name before it.</summary>
    /// <param name="arguments">Of the program, unquoted.</param>
    internal ChildNode Start(RemoteHost host, string program, IReadOnlyList<string> arguments)
    {
        var line = $"env {ParentWatch.Variable}=1 {program} {string.Join(' ', arguments.Select(Quoted))} 2>&1";
        string[] ssh = [.. _command, .. Always, host.Name, line];
        var start = OperatingSystem.IsWindows()
            ? new ProcessStartInfo(ssh[0], ssh[1..])
            : new ProcessStartInfo("/bin/sh", ["-c", Sheltered, "sh", .. ssh]);
        return ChildNode.Start($"worker node {host.Name}", start, $"{host.Name}: ");
    }

    /// <summary>One word to a POSIX shell, and to the others that people log in to.</summary>
    internal static string Quoted(string argument) => $"'{argument.Replace("'", "'\\''", StringComparison.Ordinal)}'";

    private async Task<(int Code, string Output, string Error)> Ended(IReadOnlyList<string> arguments, CancellationToken stop)
    {
        var start = new ProcessStartInfo(_command[0], [.. _command[1..], .. arguments])
        {
            UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
        };
        try
        {
            using var process = Process.Start(start)!;
            await using var asked = stop.Register(process.Kill);
            process.StandardInput.Close();
            var (output, error) = (process.StandardOutput.ReadToEndAsync(stop), process.StandardError.ReadToEndAsync(stop));
            await process.WaitForExitAsync(stop);
            return (process.ExitCode, await output, await error);
        }
        catch (Win32Exception e)
        {
            throw new UserInputException($"can't start '{_command[0]}': install an ssh client, or give another --ssh", e);
        }
    }
}
