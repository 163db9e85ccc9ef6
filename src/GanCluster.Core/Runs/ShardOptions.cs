namespace GanCluster.Core.Runs;

/// <summary>
/// Shards by class, as where the data are unequal from place to place (FedGAN; Rasouli et al., 2020). They belong to replicas and
/// never to workers, so that a run's bits are the same for any number of these.
/// </summary>
public sealed record ShardOptions : RunKeyGroup
{
    /// <summary>Classes of a replica, whose samples it alone reads; of a mixture its modes. Replica r has those from r x this number on,
    /// and after the last class the first again; together they must have all. 0: every replica reads all samples (iid).</summary>
    [Whole<int>(0, 100_000, LeftOutAt = "0")]
    public int Classes { get; init; }
}
