namespace GanCluster.Simulation;

/// <summary>What the cases went through. If one of these falls to nothing, the simulation has become tame.</summary>
public sealed record Exercised
{
    public long MessagesLost { get; internal set; }

    public long MessagesDuplicated { get; internal set; }

    public long Crashes { get; internal set; }

    public long Hangs { get; internal set; }

    public long Joins { get; internal set; }

    public long Leaves { get; internal set; }

    public long BrokenLinks { get; internal set; }

    public long Partitions { get; internal set; }

    public long FailedFetches { get; internal set; }

    public long CoordinatorCrashes { get; internal set; }

    public long CoordinatorHangs { get; internal set; }

    public long Splits { get; internal set; }

    /// <summary>Offices that coordinators took, and such as took over a round that nobody had been told was committed.</summary>
    public long Offices { get; internal set; }

    /// <inheritdoc cref="Offices"/>
    public long AdoptedRounds { get; internal set; }

    /// <summary>Coordinators that learned that another acts.</summary>
    public long SteppedDown { get; internal set; }

    /// <summary>Attempts that were abandoned.</summary>
    public long Abandoned { get; internal set; }

    /// <summary>Commits of rounds.</summary>
    public long Commits { get; internal set; }

    /// <summary>Messages that the coordinator dropped as stale or repeated.</summary>
    public long Dropped { get; internal set; }

    /// <summary>How often a run went back because nobody was left that held the version, and forward again because somebody came
    /// back with it.</summary>
    public long WentBack { get; internal set; }

    /// <inheritdoc cref="WentBack"/>
    public long WentForward { get; internal set; }

    /// <summary>Steps that were computed again after they had been committed.</summary>
    public long StepsRedone { get; internal set; }

    /// <summary>Roll-backs, and runs that would have needed one too many.</summary>
    public long RolledBack { get; internal set; }

    /// <inheritdoc cref="RolledBack"/>
    public long Exhausted { get; internal set; }

    /// <summary>Roll-backs that a later office found in its journal, checks that one had to make again, and versions that one had to fetch
    /// for that.</summary>
    public long RollBacksAdopted { get; internal set; }

    /// <inheritdoc cref="RollBacksAdopted"/>
    public long ChecksMadeAgain { get; internal set; }

    /// <inheritdoc cref="RollBacksAdopted"/>
    public long VersionsFetched { get; internal set; }

    /// <summary>Runs that had to fail, for nobody was left and nobody came.</summary>
    public long Extinct { get; internal set; }

    /// <summary>Runs that ended early because the last worker known to be alive was leaving.</summary>
    public long Stopped { get; internal set; }

    /// <summary>Runs whose end somebody asked for.</summary>
    public long AskedToEnd { get; internal set; }

    /// <summary>Runs that ended because a sum was not finite.</summary>
    public long Diverged { get; internal set; }

    /// <summary>Results with wrong bits, and workers that were lost for one.</summary>
    public long WrongResults { get; internal set; }

    /// <inheritdoc cref="WrongResults"/>
    public long WrongWorkers { get; internal set; }

    /// <summary>Runs that had to fail, for two workers held different bits.</summary>
    public long Undecided { get; internal set; }

    /// <summary>Runs that went on long enough after the last fault for everybody to be back.</summary>
    public long Settled { get; internal set; }

    /// <summary>Everything that went wrong by design: messages and workers.</summary>
    public long Faults =>
        MessagesLost + MessagesDuplicated + Crashes + Hangs + Joins + Leaves + BrokenLinks + Partitions + FailedFetches
        + WrongResults + CoordinatorCrashes + CoordinatorHangs + Splits;

    internal void Add(Exercised other)
    {
        MessagesLost += other.MessagesLost;
        MessagesDuplicated += other.MessagesDuplicated;
        Crashes += other.Crashes;
        Hangs += other.Hangs;
        Joins += other.Joins;
        Leaves += other.Leaves;
        BrokenLinks += other.BrokenLinks;
        Partitions += other.Partitions;
        FailedFetches += other.FailedFetches;
        CoordinatorCrashes += other.CoordinatorCrashes;
        CoordinatorHangs += other.CoordinatorHangs;
        Splits += other.Splits;
        Offices += other.Offices;
        AdoptedRounds += other.AdoptedRounds;
        SteppedDown += other.SteppedDown;
        Abandoned += other.Abandoned;
        Commits += other.Commits;
        Dropped += other.Dropped;
        WentBack += other.WentBack;
        WentForward += other.WentForward;
        StepsRedone += other.StepsRedone;
        RolledBack += other.RolledBack;
        Exhausted += other.Exhausted;
        RollBacksAdopted += other.RollBacksAdopted;
        ChecksMadeAgain += other.ChecksMadeAgain;
        VersionsFetched += other.VersionsFetched;
        Extinct += other.Extinct;
        Stopped += other.Stopped;
        AskedToEnd += other.AskedToEnd;
        Diverged += other.Diverged;
        WrongResults += other.WrongResults;
        WrongWorkers += other.WrongWorkers;
        Undecided += other.Undecided;
        Settled += other.Settled;
    }
}
