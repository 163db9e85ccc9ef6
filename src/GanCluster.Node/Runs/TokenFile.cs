using System.Security.Cryptography;
using System.Text;

namespace GanCluster.Node.Runs;

/// <summary>
/// What whoever would change a run by its page has to give: in the run's folder, where its owner alone reads it. It follows from
/// the cluster's secret, so that all coordinators of the run have the same; where there is no secret it is another with each process.
/// </summary>
internal static class TokenFile
{
    private const int Bytes = 32;
    private static readonly byte[] Purpose = Encoding.ASCII.GetBytes("gancluster page token");

    /// <summary>Makes it, in place of an earlier process's.</summary>
    /// <param name="secret">Empty: there is none.</param>
    internal static string Write(string folder, byte[] secret)
    {
        var token = Convert.ToHexStringLower(
            secret.Length > 0 ? HMACSHA256.HashData(secret, Purpose) : RandomNumberGenerator.GetBytes(Bytes));
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        // Never written into a file that was open to others before.
        File.Delete(RunFiles.Token(folder));
        using var file = new StreamWriter(RunFiles.Token(folder), options);
        file.WriteLine(token);
        return token;
    }

    /// <summary>A run that has ended well is not to fail by this.</summary>
    internal static void Remove(string folder)
    {
        try
        {
            File.Delete(RunFiles.Token(folder));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Nothing answers to it any more.
        }
    }
}
