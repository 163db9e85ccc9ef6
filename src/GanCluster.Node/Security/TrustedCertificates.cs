using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using GanCluster.Core;
using GanCluster.Core.Security;
using GanCluster.Node.Native;

namespace GanCluster.Node.Security;

/// <summary>
/// Certificates that a node trusts beside its own: a PFX or PEM file, or a folder of such. What has changed is read when somebody
/// connects; what can't be read then leaves those of before, for a file may be there in part.
/// </summary>
internal sealed class TrustedCertificates
{
    private static readonly string[] Endings = [".pfx", ".p12", ".pem", ".crt"];

    private readonly string _path;
    private readonly Action<string> _note;
    private readonly Lock _lock = new();
    private IReadOnlyCollection<string> _fingerprints;
    private string _stamp;

    private TrustedCertificates(string path, Action<string> note)
    {
        (_path, _note) = (path, note);
        (_stamp, _fingerprints) = (Stamp(path), Read(path));
    }

    /// <param name="note">Told what can't be read later, and what is trusted whenever that changes.</param>
    /// <exception cref="UserInputException">It can't be read, or holds something else.</exception>
    internal static TrustedCertificates Load(string path, Action<string> note) => new(path, note);

    internal IReadOnlyCollection<string> Fingerprints()
    {
        lock (_lock)
        {
            var stamp = Stamp(_path);
            if (stamp == _stamp)
            {
                return _fingerprints;
            }

            _stamp = stamp;
            try
            {
                _fingerprints = Read(_path);
                var shown = _fingerprints.Select(NodeTrust.Shown).Order(StringComparer.Ordinal).DefaultIfEmpty("none");
                _note($"trusted beside this node's own certificate, by --trust: {string.Join(", ", shown)}");
            }
            catch (UserInputException e)
            {
                _note($"{e.Message}; until then those of before are trusted");
            }

            return _fingerprints;
        }
    }

    /// <summary>Changes with any of the files, as far as the file system tells.</summary>
    private static string Stamp(string path)
    {
        try
        {
            return string.Join('|', Files(path).Select(file => string.Create(
                CultureInfo.InvariantCulture, $"{file.Name} {file.Length} {file.LastWriteTimeUtc.Ticks}")));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return DiskErrors.Reason(e);
        }
    }

    private static HashSet<string> Read(string path)
    {
        try
        {
            return [.. Files(path).SelectMany(Certificates)];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UserInputException($"can't read '{path}': {DiskErrors.Reason(e)}; give a readable --trust", e);
        }
    }

    private static IEnumerable<FileInfo> Files(string path) => Directory.Exists(path)
        ? new DirectoryInfo(path).GetFiles()
            .Where(file => Endings.Contains(file.Extension, StringComparer.OrdinalIgnoreCase))
            .OrderBy(file => file.Name, StringComparer.Ordinal)
        : [new FileInfo(path)];

    /// <summary>Their fingerprints. Keys that are there as well are let go of.</summary>
    private static IReadOnlyList<string> Certificates(FileInfo file)
    {
        var bytes = File.ReadAllBytes(file.FullName);
        var found = new X509Certificate2Collection();
        try
        {
            if (bytes.AsSpan().IndexOf("-----BEGIN CERTIFICATE-----"u8) >= 0)
            {
                found.ImportFromPem(Encoding.ASCII.GetString(bytes));
            }
            else
            {
                found = X509CertificateLoader.LoadPkcs12Collection(bytes, password: null);
            }

            return [.. found.Select(NodeTrust.FingerprintOf)];
        }
        catch (CryptographicException e)
        {
            throw new UserInputException(
                $"'{file.FullName}' is neither a PFX file without a password nor PEM with certificates; take it out of --trust", e);
        }
        finally
        {
            foreach (var certificate in found)
            {
                certificate.Dispose();
            }
        }
    }
}
