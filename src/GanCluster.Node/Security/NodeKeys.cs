using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using GanCluster.Core;

namespace GanCluster.Node.Security;

/// <summary>Secret and certificate of one run, for the nodes that its parent starts on other machines. The certificate is a file
/// that only this user reads, as long as this lives.</summary>
internal sealed class NodeKeys : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("gancluster-");
    private readonly byte[] _pfx;

    private NodeKeys(DateTimeOffset now)
    {
        _pfx = NodeCertificate.Make(now);
        NodeCertificate.Save(File, _pfx);
    }

    internal string Secret { get; } = Convert.ToHexString(RandomNumberGenerator.GetBytes(32));

    internal string File => Path.Combine(_folder.FullName, "gancluster.pfx");

    /// <summary>Both, for a node's standard input.</summary>
    internal string Line => $"{Secret} {Convert.ToBase64String(_pfx)}";

    internal static NodeKeys Make(DateTimeOffset now) => new(now);

    /// <exception cref="UserInputException">It is no <see cref="Line"/>.</exception>
    internal static (ClusterSecret Secret, X509Certificate2 Certificate) Read(string line)
    {
        try
        {
            return line.Split(' ') is [var secret, var pfx]
                ? (new ClusterSecret(Encoding.UTF8.GetBytes(secret), Note: null),
                    X509CertificateLoader.LoadPkcs12(Convert.FromBase64String(pfx), password: null))
                : throw new FormatException("two words are expected");
        }
        catch (Exception e) when (e is FormatException or CryptographicException)
        {
            throw new UserInputException("--keys is -, and the first line of standard input has no secret and certificate", e);
        }
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
