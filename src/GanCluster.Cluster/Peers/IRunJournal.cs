using GanCluster.Core.Terms;

namespace GanCluster.Cluster.Peers;

/// <summary>A coordinator node's disk, as its journal's rules need it: one thread, and what returns is there, also if the machine
/// loses its power. What it throws ends the node.</summary>
public interface IRunJournal
{
    /// <summary>What an earlier process has left.</summary>
    JournalState Read();

    void Promise(long office);

    /// <summary>Promises the office and puts the row in its round's place; later rows go, for they follow on another.</summary>
    /// <param name="row">With the office that writes it now.</param>
    /// <param name="record">Null: the row's record is there.</param>
    void Write(long promised, JournalRow row, RowRecord? record);

    /// <exception cref="InvalidOperationException">The journal lacks the round.</exception>
    RowRecord Read(JournalRow row);
}
