using System.Security.Cryptography.X509Certificates;
using GanCluster.Core;
using GanCluster.Core.Security;
using GanCluster.EndToEnd.Tests.Commands;
using GanCluster.Node.Security;

namespace GanCluster.EndToEnd.Tests.Security;

public sealed class TrustedCertificatesSpecs : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly List<string> _told = [];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_file_has_one_or_several_in_either_form()
    {
        var (one, other) = (NodeCertificate.Make(DateTimeOffset.UtcNow), NodeCertificate.Make(DateTimeOffset.UtcNow));
        File.WriteAllBytes(_folder.Below("one.pfx"), one);
        _folder.Write("both.pem", Pem(one) + "\n" + Pem(other));

        Assert.Equal([Fingerprint(one)], Load("one.pfx").Fingerprints());
        Assert.Equal(Sorted(one, other), Load("both.pem").Fingerprints().Order());
        Assert.Empty(_told);
    }

    [Fact]
    public void A_folder_is_read_again_when_it_changes()
    {
        var (one, other) = (NodeCertificate.Make(DateTimeOffset.UtcNow), NodeCertificate.Make(DateTimeOffset.UtcNow));
        Directory.CreateDirectory(_folder.Below("trust"));
        var trusted = Load("trust");
        Assert.Empty(trusted.Fingerprints());

        File.WriteAllBytes(_folder.Below("trust", "one.pfx"), one);
        _folder.Write(Path.Combine("trust", "other.pem"), Pem(other));
        _folder.Write(Path.Combine("trust", "notes.txt"), "no certificate");
        Assert.Equal(Sorted(one, other), trusted.Fingerprints().Order());

        File.Delete(_folder.Below("trust", "one.pfx"));
        Assert.Equal([Fingerprint(other)], trusted.Fingerprints());
        Assert.Equal([Fingerprint(other)], trusted.Fingerprints());
        Assert.Equal(
            $"trusted beside this node's own certificate, by --trust: {NodeTrust.Shown(Fingerprint(other))}", _told[1]);
        Assert.Equal(2, _told.Count);
    }

    [Fact]
    public void A_file_that_is_there_in_part_leaves_those_of_before()
    {
        var (one, other) = (NodeCertificate.Make(DateTimeOffset.UtcNow), NodeCertificate.Make(DateTimeOffset.UtcNow));
        Directory.CreateDirectory(_folder.Below("trust"));
        File.WriteAllBytes(_folder.Below("trust", "one.pfx"), one);
        var trusted = Load("trust");
        var there = _folder.Below("trust", "other.pfx");

        File.WriteAllBytes(there, other[..100]);
        Assert.Equal([Fingerprint(one)], trusted.Fingerprints());
        Assert.Equal(
            $"'{there}' is neither a PFX file without a password nor PEM with certificates; take it out of --trust; "
                + "until then those of before are trusted",
            Assert.Single(_told));

        File.WriteAllBytes(there, other);
        Assert.Equal(Sorted(one, other), trusted.Fingerprints().Order());
    }

    [Fact]
    public void What_can_t_be_read_at_the_start_is_refused()
    {
        Assert.Equal(
            $"can't read '{_folder.Below("none")}': no such file or folder; give a readable --trust",
            Assert.Throws<UserInputException>(() => Load("none")).Message);
        _folder.Write("text.pem", "text");
        Assert.StartsWith(
            $"'{_folder.Below("text.pem")}' is neither a PFX file",
            Assert.Throws<UserInputException>(() => Load("text.pem")).Message,
            StringComparison.Ordinal);
    }

    private TrustedCertificates Load(string name) => TrustedCertificates.Load(_folder.Below(name), _told.Add);

    private static IEnumerable<string> Sorted(params byte[][] certificates) => certificates.Select(Fingerprint).Order();

    private static string Fingerprint(byte[] pfx)
    {
        using var certificate = X509CertificateLoader.LoadPkcs12(pfx, password: null);
        return NodeTrust.FingerprintOf(certificate);
    }

    private static string Pem(byte[] pfx)
    {
        using var certificate = X509CertificateLoader.LoadPkcs12(pfx, password: null);
        return certificate.ExportCertificatePem();
    }
}
