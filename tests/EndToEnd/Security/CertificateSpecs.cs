using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using GanCluster.Core;
using GanCluster.Core.Security;
using GanCluster.EndToEnd.Tests.Commands;
using GanCluster.Node.Commands;
using GanCluster.Node.Security;

namespace GanCluster.EndToEnd.Tests.Security;

public sealed class CertificateSpecs : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Pfx => _folder.Below("node.pfx");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_new_one_is_its_owner_s_alone_and_loads_with_its_key()
    {
        var told = Make();

        Assert.StartsWith(Pfx + "\n", told, StringComparison.Ordinal);
        Assert.Contains("copy it to every node", told, StringComparison.Ordinal);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Pfx));
        using var certificate = NodeCertificate.Load(Pfx);
        Assert.Contains(NodeTrust.Shown(NodeTrust.FingerprintOf(certificate)), told, StringComparison.Ordinal);
        using var key = certificate.GetECDsaPrivateKey()!;
        Assert.Equal(ECCurve.NamedCurves.nistP256.Oid.Value, key.ExportParameters(false).Curve.Oid.Value);
        byte[] data = [1, 2, 3];
        using var publicKey = certificate.GetECDsaPublicKey()!;
        Assert.True(publicKey.VerifyData(data, key.SignData(data, HashAlgorithmName.SHA256), HashAlgorithmName.SHA256));
        Assert.InRange(certificate.NotAfter, DateTime.Now.AddYears(10).AddDays(-2), DateTime.Now.AddYears(10).AddDays(1));
    }

    [Fact]
    public void What_is_there_is_not_overwritten()
    {
        _folder.Write("node.pfx", "kept");

        var refused = Assert.Throws<UserInputException>(() => Make()).Message;

        Assert.Equal($"'{Pfx}' is there already and is not overwritten; choose another --out", refused);
        Assert.Equal("kept", File.ReadAllText(Pfx));
    }

    [Fact]
    public void A_place_that_cannot_be_written_is_refused()
    {
        var there = _folder.Below("none", "node.pfx");
        Assert.Equal(
            $"can't write '{there}': no such file or folder; choose another --out",
            Assert.Throws<UserInputException>(() => Make(there)).Message);
    }

    [Fact]
    public void It_is_refused_before_and_after_its_time()
    {
        Make();
        var now = DateTimeOffset.UtcNow;

        Assert.Contains($"'{Pfx}' expired on ", Refusal(now.AddYears(11)), StringComparison.Ordinal);
        Assert.Contains($"'{Pfx}' is not valid before ", Refusal(now.AddDays(-3)), StringComparison.Ordinal);
    }

    [Fact]
    public void Without_its_key_it_is_refused()
    {
        Make();
        using (var whole = NodeCertificate.Load(Pfx))
        {
            File.WriteAllBytes(Pfx, new X509Certificate2Collection(X509CertificateLoader.LoadCertificate(whole.RawData))
                .Export(X509ContentType.Pfx)!);
        }

        Assert.Contains($"'{Pfx}' has no private key", Refusal(DateTimeOffset.UtcNow), StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_no_certificate_is_refused()
    {
        Assert.Equal(
            $"can't read '{Pfx}': no such file or folder; give a readable --certificate", Refusal(DateTimeOffset.UtcNow));
        _folder.Write("node.pfx", "text");
        Assert.Equal(
            $"'{Pfx}' is not a PFX file without a password; `gancluster certificate` makes one", Refusal(DateTimeOffset.UtcNow));
        Make(_folder.Below("other.pfx"));
        using var locked = NodeCertificate.Load(_folder.Below("other.pfx"));
        File.WriteAllBytes(Pfx, locked.Export(X509ContentType.Pfx, "password"));
        Assert.Contains("is not a PFX file without a password", Refusal(DateTimeOffset.UtcNow), StringComparison.Ordinal);
    }

    private string Make(string? path = null)
    {
        var (code, output) = Invocation.Of(context => new CertificateCommand(context), new CertificateOptions(path ?? Pfx));
        Assert.Equal(0, code);
        return output;
    }

    private string Refusal(DateTimeOffset now) =>
        Assert.Throws<UserInputException>(() => NodeCertificate.Load(Pfx, now)).Message;
}
