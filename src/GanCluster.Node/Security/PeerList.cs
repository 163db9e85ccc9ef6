using System.Collections.Immutable;
using GanCluster.Cluster.Wire;
using GanCluster.Core;
using GanCluster.Core.Terms;

namespace GanCluster.Node.Security;

/// <summary>The coordinators of a run, this node among them.</summary>
internal sealed record PeerList(CoordinatorId Self, ImmutableArray<CoordinatorId> All)
{
    /// <param name="given">As on the command line.</param>
    /// <param name="self">What the others reach this node at.</param>
    /// <exception cref="UserInputException">No majority of it would be a majority, or the node is not in it.</exception>
    internal static PeerList Of(IReadOnlyList<Endpoint> given, Endpoint self)
    {
        ImmutableArray<CoordinatorId> all = [.. given.Select(peer => new CoordinatorId(peer.ToString()))];
        if (all.GroupBy(peer => peer).FirstOrDefault(peer => peer.Count() > 1)?.Key is { Value: not null } twice)
        {
            throw new UserInputException($"--peers has {twice} twice; give each coordinator once");
        }

        CheckCount("--peers", all.Length);
        var own = new CoordinatorId(self.ToString());
        return all.Contains(own)
            ? new PeerList(own, all)
            : throw new UserInputException(
                $"this coordinator is {own}, which is not in --peers {string.Join(",", all)}; give --host and --port as the list "
                    + "has them");
    }

    /// <exception cref="UserInputException">There can be no such number.</exception>
    internal static void CheckCount(string option, int count)
    {
        if (count % 2 == 0)
        {
            throw new UserInputException(
                $"{option} has {count} coordinators, of which a half decides nothing; give an odd number: {count - 1} bear the loss of "
                    + $"{(count - 2) / 2} as well, {count + 1} that of {count / 2}");
        }

        if (count > Protocol.MostPeers)
        {
            throw new UserInputException($"{option} has {count} coordinators; give {Protocol.MostPeers} at most");
        }
    }
}
