using GanCluster.Core.Security;
using GanCluster.EndToEnd.Tests.Commands;
using GanCluster.EndToEnd.Tests.Runs;
using GanCluster.Node.Security;

namespace GanCluster.EndToEnd.Tests.Network;

/// <summary>What the nodes of a cluster prove themselves with.</summary>
internal sealed record Credentials(string Secret, string Certificate)
{
    /// <summary>Makes a secret and a certificate as a user does.</summary>
    internal static async Task<Credentials> Make(TemporaryFolder folder, string name)
    {
        var secret = folder.Write($"{name}.secret", $"{Guid.NewGuid()}\n");
        File.SetUnixFileMode(secret, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        var certificate = folder.Below($"{name}.pfx");
        Assert.Equal(0, (await Ran.Of("certificate", "--out", certificate)).Code);
        return new Credentials(secret, certificate);
    }

    /// <summary>The certificate, as lines of nodes name it.</summary>
    internal string Fingerprint
    {
        get
        {
            using var certificate = NodeCertificate.Load(Certificate);
            return NodeTrust.Shown(NodeTrust.FingerprintOf(certificate));
        }
    }

    internal string[] On(Machine machine) => On(machine.Address);

    internal string[] On(string host) =>
        ["--host", host, "--secret-file", Secret, "--certificate", Certificate];
}
