using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using GanCluster.Core;
using GanCluster.Node.Native;

namespace GanCluster.Node.Security;

/// <summary>The certificate that every node of a cluster has, with its key; a node trusts exactly this one.</summary>
internal static class NodeCertificate
{
    private const int ValidYears = 10;

    /// <exception cref="UserInputException">It can't be read, has no key, or is not valid today.</exception>
    internal static X509Certificate2 Load(string path) => Load(path, TimeProvider.System.GetUtcNow());

    internal static X509Certificate2 Load(string path, DateTimeOffset now)
    {
        var certificate = Read(path);
        var today = now.LocalDateTime;
        var wrong = (certificate.HasPrivateKey, today < certificate.NotBefore, today > certificate.NotAfter) switch
        {
            (false, _, _) => "has no private key",
            (_, true, _) => $"is not valid before {Day(certificate.NotBefore)}",
            (_, _, true) => $"expired on {Day(certificate.NotAfter)}",
            _ => null,
        };
        if (wrong is null)
        {
            return certificate;
        }

        certificate.Dispose();
        throw new UserInputException($"the certificate '{path}' {wrong}; `gancluster certificate` makes one");
    }

    /// <returns>A self-signed ECDSA P-256 certificate with its key, as PFX without a password.</returns>
    internal static byte[] Make(DateTimeOffset now)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=gancluster", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, critical: true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension(
            [new Oid("1.3.6.1.5.5.7.3.1", "server"), new Oid("1.3.6.1.5.5.7.3.2", "client")], critical: false));

        // From yesterday on: the clocks of two machines differ.
        using var certificate = request.CreateSelfSigned(now.AddDays(-1), now.AddYears(ValidYears));
        return certificate.ExportPkcs12(Pkcs12ExportPbeParameters.Pbes2Aes256Sha256, password: null);
    }

    /// <summary>Writes a new file that nobody else on this machine reads.</summary>
    internal static void Save(string path, byte[] pfx)
    {
        var open = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            open.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using var file = new FileStream(path, open);
        file.Write(pfx);
    }

    private static X509Certificate2 Read(string path)
    {
        try
        {
            return X509CertificateLoader.LoadPkcs12FromFile(path, password: null);
        }
        catch (CryptographicException e) when (File.Exists(path))
        {
            throw new UserInputException(
                $"'{path}' is not a PFX file without a password; `gancluster certificate` makes one", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or CryptographicException)
        {
            var reason = e is CryptographicException ? "no such file or folder" : DiskErrors.Reason(e);
            throw new UserInputException($"can't read '{path}': {reason}; give a readable --certificate", e);
        }
    }

    private static string Day(DateTime time) => time.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
