using System.Net;
using GanCluster.Core;
using GanCluster.Node.Options;
using GanCluster.Node.Security;

namespace GanCluster.Node.Http;

/// <summary>What a node's site may listen on, checked: nothing listens yet.</summary>
/// <param name="Port">0: any free one.</param>
/// <param name="IsGiven">The port or nothing; otherwise the next free one will do.</param>
internal sealed record HttpBinding(IPAddress Address, int Port, bool IsGiven)
{
    /// <summary>Of a coordinator that is given none.</summary>
    internal const int CoordinatorPort = 8080;

    /// <param name="preferredPort">If none is given.</param>
    /// <returns>Null: nowhere.</returns>
    /// <exception cref="Core.UserInputException">The port is in use, or the address is not this machine's.</exception>
    internal static HttpBinding? Resolve(HttpChoice? choice, int preferredPort)
    {
        if (choice is null)
        {
            return new HttpBinding(IPAddress.Loopback, preferredPort, IsGiven: preferredPort == 0);
        }

        if (choice.At is not { } at)
        {
            return null;
        }

        FreePort.Given(at.Host, at.Port, "--http");
        return new HttpBinding(FreePort.Address(at.Host), at.Port, IsGiven: true);
    }

    /// <summary>What requests may call the node by; empty: anything.</summary>
    internal string[] Names => IPAddress.IsLoopback(Address) ? ["localhost", "127.0.0.1", "[::1]"] : [];

    /// <summary>The ports to try, in order.</summary>
    internal IEnumerable<int> Candidates => IsGiven ? [Port] : [.. Enumerable.Range(Port, 100), 0];

    /// <summary>What others reach it at.</summary>
    /// <param name="host">The node's, if it listens on every address.</param>
    internal string Advertised(int port, string host)
    {
        var any = Address.Equals(IPAddress.Any) || Address.Equals(IPAddress.IPv6Any);
        return new Endpoint(any ? host : Address.ToString(), port).ToString();
    }
}
