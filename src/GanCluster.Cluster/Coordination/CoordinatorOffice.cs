using GanCluster.Core.Rounds;
using GanCluster.Core.Terms;

namespace GanCluster.Cluster.Coordination;

/// <summary>What outlives a coordinator's process: the journal of its run, and what it takes over from it.</summary>
/// <param name="Number">One more than the office of the process before.</param>
/// <param name="Rounds">Those that the journal has, in order.</param>
/// <param name="Last">Of the newest, if there is one: a worker may hold its result and not have heard of it.</param>
/// <param name="Safe">Where <see cref="OwnVersions"/>' newest stands in the run.</param>
/// <param name="Named">Workers that had a name of the run; another one's is not given again.</param>
/// <param name="Journal">Null: the coordinator is one of several, and its parent has a majority write.</param>
public sealed record CoordinatorOffice(
    long Number, IReadOnlyList<CommittedVersion> Rounds, Committed? Last, RunPosition Safe, int Named, IRoundJournal? Journal)
{
    /// <summary>What the journal makes of the run, if the coordinator is one of several.</summary>
    public JournalledRun? Run { get; init; }

    /// <summary>Of the names that it gives to workers. Of several coordinators none knows all that another has given, so each
    /// office but the first has names of its own.</summary>
    internal string NamePrefix => Journal is null && Number > 1 ? $"{NodeRoster.Prefix}{Number}-" : NodeRoster.Prefix;
}

/// <summary>Has every round before anybody is told that it is committed.</summary>
public interface IRoundJournal
{
    /// <summary>Called on a thread of its own. What it throws ends the run.</summary>
    void Write(RoundRecord record);
}
