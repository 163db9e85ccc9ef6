namespace GanCluster.Core.Terms;

/// <summary>What a coordinator node hears of the others, apart from what they answer to it.</summary>
public interface IPeerWord;

/// <summary>This node's journal was asked, by itself or by another, and what follows is on its disk.</summary>
/// <param name="Promised">The highest office that it has promised by now.</param>
public sealed record RequestHeard(CoordinatorId By, IJournalRequest Request, long Promised) : IPeerWord;

/// <summary>Another says that it acts.</summary>
public sealed record ActingHeard(CoordinatorId By, long Office) : IPeerWord;

/// <summary>The connection to another broke, or it said that it leaves: the first word of one that is killed, and no proof.</summary>
public sealed record PeerMissed(CoordinatorId Who) : IPeerWord;

/// <summary>A moment has passed.</summary>
/// <param name="MajorityIsThere">So many have agreed to work with this node that it could be granted an office.</param>
public sealed record PeerPulse(bool MajorityIsThere) : IPeerWord;
