using System.Net;
using GanCluster.Core;

namespace GanCluster.Node.Security;

/// <summary>A node that others can reach has to know them.</summary>
internal static class BindRules
{
    /// <param name="host">What others reach the node at.</param>
    /// <param name="bind">What it listens on.</param>
    /// <exception cref="UserInputException">
    /// One of the two is not loopback, and the secret or the certificate is missing; or <paramref name="host"/> is nothing that
    /// another node could reach.
    /// </exception>
    internal static void Check(string host, string bind, bool hasSecret, bool hasCertificate)
    {
        if (IPAddress.TryParse(host, out var address) && (address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any)))
        {
            throw new UserInputException(
                $"--host is {host}, which no other node can reach; give this machine's address, and {host} as --bind");
        }

        var open = !IsLoopback(bind) ? bind : !IsLoopback(host) ? host : null;
        if (open is not null && !hasSecret)
        {
            throw new UserInputException(
                $"{open} can be reached from other machines and there is no secret; "
                + $"give --secret-file or {ClusterSecret.Variable}");
        }

        if (open is not null && !hasCertificate)
        {
            throw new UserInputException(
                $"{open} can be reached from other machines and there is no certificate; give --certificate "
                + "(`gancluster certificate` makes one)");
        }
    }

    /// <summary>A name other than localhost counts as none: what it means is up to the network.</summary>
    internal static bool IsLoopback(string host) =>
        string.Equals(host, "localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(host, out var address) && IPAddress.IsLoopback(address));
}
