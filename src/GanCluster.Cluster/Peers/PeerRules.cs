using System.Globalization;
using GanCluster.Cluster.Wire;
using GanCluster.Core.Terms;

namespace GanCluster.Cluster.Peers;

/// <summary>Whether coordinator nodes can work together.</summary>
public static class PeerRules
{
    /// <summary>What is to be told to a node that begins; null if it can work with this one.</summary>
    public static string? Refuse(PeerTerms theirs, PeerTerms ours) => (theirs, ours) switch
    {
        _ when theirs.ProtocolVersion != ours.ProtocolVersion =>
            $"it speaks protocol version {theirs.ProtocolVersion}, this node {ours.ProtocolVersion}: run the same GanCluster on all",
        _ when !theirs.Peers.SequenceEqual(ours.Peers) =>
            $"its --peers are {Text(theirs)}, this node's are {Text(ours)}: give all coordinators the same list",
        _ when theirs.Run != ours.Run => $"it runs {theirs.Run}, this node {ours.Run}: give all coordinators the same RUN",
        _ when theirs.ConfigurationHash != ours.ConfigurationHash =>
            $"its configuration is {theirs.ConfigurationHash[..12]}, this node's {ours.ConfigurationHash[..12]}: "
                + "give all coordinators the same RUN, --seed and --set",
        _ when theirs.TargetStep != ours.TargetStep => string.Create(
            CultureInfo.InvariantCulture,
            $"its run ends at step {theirs.TargetStep}, this node's at step {ours.TargetStep}: give all coordinators the same "
                + $"--steps or --images"),
        _ => null,
    };

    private static string Text(PeerTerms terms) => string.Join<CoordinatorId>(",", terms.Peers);
}
