using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace GanCluster.Core.Security;

/// <summary>
/// What a node shows to others, and whom it trusts: who shows, and has the key of, this very certificate or one of those that it
/// was told of. Nobody signs these certificates, so they are compared whole; names and chains mean nothing.
/// </summary>
/// <param name="own">With its key. The node's as long as it lives.</param>
/// <param name="others">Fingerprints, asked for at every handshake, on any thread: so they may change while the node runs.</param>
public sealed class NodeTrust(X509Certificate2 own, Func<IReadOnlyCollection<string>> others)
{
    /// <summary>What to do about a certificate that is not trusted.</summary>
    public const string Remedy = "give both the same --certificate, or each the other's as --trust";

    private const int ShownDigits = 16;

    public X509Certificate2 Own { get; } = own;

    /// <summary>Of its own certificate, as lines for the user have it.</summary>
    public string Fingerprint { get; } = Shown(FingerprintOf(own));

    /// <summary>SHA-256 of the whole certificate.</summary>
    public static string FingerprintOf(X509Certificate certificate) => certificate.GetCertHashString(HashAlgorithmName.SHA256);

    /// <summary>As much of a fingerprint as a person compares.</summary>
    public static string Shown(string fingerprint) => fingerprint[..ShownDigits].ToLowerInvariant();

    /// <param name="shown">By who has proved to have its key; null: nothing was shown.</param>
    /// <returns>Null: it is trusted. Otherwise why not, as said of who shows it, and the fix.</returns>
    public string? Refusal(X509Certificate2? shown, DateTimeOffset now)
    {
        if (shown is null)
        {
            return $"it shows no certificate, and {Wanted(others())} is wanted; {Remedy}";
        }

        var fingerprint = FingerprintOf(shown);
        var trusted = others();
        if (fingerprint != FingerprintOf(Own) && !trusted.Contains(fingerprint))
        {
            return $"it shows certificate {Shown(fingerprint)}, and {Wanted(trusted)} is wanted; {Remedy}";
        }

        var today = now.LocalDateTime;
        return today < shown.NotBefore
            ? $"its certificate {Shown(fingerprint)} is not valid before {Day(shown.NotBefore)}; see to both machines' clocks"
            : today > shown.NotAfter
            ? $"its certificate {Shown(fingerprint)} expired on {Day(shown.NotAfter)}; `gancluster certificate` makes another"
            : null;
    }

    private static string Day(DateTime time) => time.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private string Wanted(IReadOnlyCollection<string> trusted) =>
        string.Join(" or ", trusted.Select(Shown).Order(StringComparer.Ordinal).Prepend(Fingerprint).Distinct());
}
