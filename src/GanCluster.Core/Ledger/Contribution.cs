namespace GanCluster.Core.Ledger;

/// <summary>
/// A row of run.db's table of contributions: what one replica's data reader read for a committed round.
/// First, Count, Digest and Reads are those of its <see cref="ReadLog"/>.
/// </summary>
public sealed record Contribution(
    long Round, int Replica, int Attempt, string Worker, long First, long Count, ulong Digest, string Reads);

/// <summary>The steps [FirstStep, FirstStep + Steps) of a committed round and its contributions.</summary>
public sealed record CommittedRound(long FirstStep, int Steps, IReadOnlyList<Contribution> Rows);
