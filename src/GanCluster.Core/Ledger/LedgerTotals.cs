namespace GanCluster.Core.Ledger;

/// <param name="Planned">Positions of the audited steps.</param>
/// <param name="Read">Reads recorded by rows whose digest is right.</param>
/// <param name="Lost">Planned positions that none of these reads.</param>
/// <param name="Repeated">Reads of a planned position after its first.</param>
/// <param name="Unplanned">Reads of positions outside the audited steps.</param>
/// <param name="Reasons">What differs from the plan and where, a line each, the first twenty.</param>
public sealed record LedgerTotals(
    long Planned, long Read, long Lost, long Repeated, long Unplanned, IReadOnlyList<string> Reasons);
