using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using GanCluster.Core.Security;

namespace GanCluster.Core.Tests.Security;

public sealed class NodeTrustSpecs
{
    private static readonly DateTimeOffset Now = new(2026, 11, 30, 12, 0, 0, TimeSpan.Zero);
    private readonly X509Certificate2 _own = Made();
    private readonly X509Certificate2 _other = Made();
    private readonly X509Certificate2 _stranger = Made();

    [Fact]
    public void Its_own_and_those_that_it_was_told_of_are_trusted_as_long_as_it_is_told()
    {
        IReadOnlyCollection<string> told = [];
        var trust = new NodeTrust(_own, () => told);

        Assert.Null(trust.Refusal(_own, Now));
        Assert.NotNull(trust.Refusal(_other, Now));
        told = [NodeTrust.FingerprintOf(_other)];
        Assert.Null(trust.Refusal(_other, Now));
        told = [];
        Assert.NotNull(trust.Refusal(_other, Now));
    }

    [Fact]
    public void A_refusal_names_what_is_shown_and_all_that_is_wanted()
    {
        var trust = new NodeTrust(_own, () => [NodeTrust.FingerprintOf(_other), NodeTrust.FingerprintOf(_own)]);
        var wanted = $"{Shown(_own)} or {Shown(_other)}";

        Assert.Equal($"it shows no certificate, and {wanted} is wanted; {NodeTrust.Remedy}", trust.Refusal(null, Now));
        Assert.Equal(
            $"it shows certificate {Shown(_stranger)}, and {wanted} is wanted; {NodeTrust.Remedy}", trust.Refusal(_stranger, Now));
        Assert.Equal(16, trust.Fingerprint.Length);
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(_own.RawData))[..16], trust.Fingerprint);
    }

    [Fact]
    public void One_that_is_trusted_counts_within_its_dates_alone()
    {
        var trust = new NodeTrust(_own, () => []);

        Assert.StartsWith($"its certificate {Shown(_own)} is not valid before 2026-11-", trust.Refusal(_own, Now.AddDays(-2)));
        Assert.StartsWith($"its certificate {Shown(_own)} expired on 2026-12-", trust.Refusal(_own, Now.AddDays(2)));
    }

    /// <summary>Another key under the same name, a day to either side of now.</summary>
    private static X509Certificate2 Made()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return new CertificateRequest("CN=gancluster", key, HashAlgorithmName.SHA256)
            .CreateSelfSigned(Now.AddDays(-1), Now.AddDays(1));
    }

    private static string Shown(X509Certificate2 certificate) => NodeTrust.Shown(NodeTrust.FingerprintOf(certificate));
}
