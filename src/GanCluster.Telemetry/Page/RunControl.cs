using System.Security.Cryptography;
using System.Text;
using GanCluster.Core.Rounds;
using Microsoft.Extensions.Primitives;

namespace GanCluster.Telemetry.Page;

/// <summary>What may be done to a run by HTTP, by whoever has its token.</summary>
/// <param name="token">Of at least as many bits as nobody guesses.</param>
/// <param name="drain">Has the node of a worker leave; false: no such worker is there.</param>
public sealed class RunControl(string token, Func<WorkerId, Task<bool>> drain)
{
    private const string Scheme = "Bearer ";
    private readonly byte[] _digest = Digest(token);

    internal Task<bool> Drain(WorkerId worker) => drain(worker);

    /// <returns>Null: it is the token.</returns>
    internal RequestRefusal? Check(StringValues authorization)
    {
        if (authorization is not [{ } given] || !given.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
        {
            return RequestRefusal.NoToken;
        }

        // Digests, so that a comparison tells neither where a token begins to differ nor how long it is.
        return CryptographicOperations.FixedTimeEquals(Digest(given[Scheme.Length..]), _digest) ? null : RequestRefusal.WrongToken;
    }

    private static byte[] Digest(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));
}
