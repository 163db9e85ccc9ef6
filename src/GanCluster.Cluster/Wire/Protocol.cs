namespace GanCluster.Cluster.Wire;

/// <summary>What every node of a cluster agrees on.</summary>
public static class Protocol
{
    /// <summary>Nodes of another version are refused.</summary>
    public const int Version = 13;

    /// <summary>Bytes of a message at most: Akka's frame of 128,000, less what it writes around a message.</summary>
    public const int LongestMessage = 120_000;

    /// <summary>Characters of a reason, of an identifier and of a host name.</summary>
    public const int LongestReason = 1_000;
    public const int LongestName = 64;

    /// <summary>Characters of a trace context: W3C's traceparent.</summary>
    public const int LongestTrace = 55;

    /// <summary>Characters of HOST:PORT.</summary>
    public const int LongestAddress = LongestName + 6;

    /// <summary>Characters of a configuration.</summary>
    public const int LongestConfiguration = 6_000;

    public const int NonceBytes = 32;

    /// <summary>Workers of a run at most: an assignment names all its participants.</summary>
    public const int MostWorkers = 512;

    /// <summary>Coordinator nodes of a run at most.</summary>
    public const int MostPeers = 9;

    /// <summary>Ranges of replicas that one worker has at most.</summary>
    public const int MostRanges = 64;

    /// <summary>Characters of what was read for a replica. A regular round is one run of runs: 80 at most.</summary>
    public const int LongestReads = 4_000;

    /// <summary>Replicas in one piece of a report, and its pieces, at most: enough for all of a run's replicas in one report,
    /// whatever was read for them.</summary>
    public const int MostRows = 2_048;
    public const int MostPieces = 256;

    /// <summary>Figures of one check at most.</summary>
    public const int MostMeasures = 64;

    public const string CoordinatorRole = "coordinator";
    public const string WorkerRole = "worker";
}
