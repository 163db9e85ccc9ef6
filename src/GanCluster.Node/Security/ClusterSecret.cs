using System.Text;
using GanCluster.Core;
using GanCluster.Node.Native;

namespace GanCluster.Node.Security;

/// <summary>What the nodes of a run prove to each other that they know.</summary>
/// <param name="Note">For the user, if the file is open to others.</param>
internal sealed record ClusterSecret(byte[] Bytes, string? Note)
{
    internal const string Variable = "GANCLUSTER_SECRET";

    private const int LeastBytes = 16;
    private const UnixFileMode ByOthers = UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    /// <summary>Of <c>--secret-file</c>, otherwise of the environment, without the line's end; null: neither is given.</summary>
    /// <exception cref="UserInputException">The file can't be read, or there are fewer than 16 bytes.</exception>
    internal static ClusterSecret? Load(string? file)
    {
        if (file is not null)
        {
            return new ClusterSecret(Checked(Read(file), $"the secret in '{file}'"), OpenToOthers(file, "the secret"));
        }

        return Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } text
            ? new ClusterSecret(Checked(Encoding.UTF8.GetBytes(text), Variable), Note: null)
            : null;
    }

    private static byte[] Read(string file)
    {
        try
        {
            return File.ReadAllBytes(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UserInputException($"can't read '{file}': {DiskErrors.Reason(e)}; give a readable --secret-file", e);
        }
    }

    private static byte[] Checked(byte[] bytes, string what)
    {
        var secret = bytes.AsSpan().TrimEnd("\r\n"u8).ToArray();
        return secret.Length >= LeastBytes
            ? secret
            : throw new UserInputException(
                $"{what} has {secret.Length} bytes; it takes at least {LeastBytes}, as `head -c 24 /dev/urandom | base64` makes");
    }

    /// <returns>A line for the user; null: nobody else on this machine can read the file.</returns>
    internal static string? OpenToOthers(string file, string what) =>
        !OperatingSystem.IsWindows() && (File.GetUnixFileMode(file) & ByOthers) != UnixFileMode.None
            ? $"{what} in '{file}' can be read by other users: chmod 600 '{file}'"
            : null;
}
