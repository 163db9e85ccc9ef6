using GanCluster.Core.Ledger;
using GanCluster.Training.Data;

namespace GanCluster.Training.Replicas;

/// <summary>What was read for one replica in a round.</summary>
internal sealed class ReplicaJournal : IReadObserver
{
    public ReadLog Reads { get; } = new();

    public void OnRead(long position, long index) => Reads.Add(position, index);
}
