using GanCluster.Core.Ledger;
using GanCluster.Core.Rounds;
using GanCluster.Training.Data;

namespace GanCluster.Training.Replicas;

/// <summary>What was read and measured for one replica in a round.</summary>
internal sealed class ReplicaJournal(int replica) : IReadObserver
{
    private ReplicaStatistics _sum = new(replica, 0, 0, 0, 0);

    public ReadLog Reads { get; } = new();

    public void OnRead(long position, long index) => Reads.Add(position, index);

    /// <param name="discriminatorSteps">D's figures count as one step of their mean.</param>
    public void AddDiscriminator(double loss, double scoreReal, double scoreFake, int discriminatorSteps) =>
        _sum = _sum.Plus(new ReplicaStatistics(replica, loss, 0, scoreReal, scoreFake).Over(discriminatorSteps));

    public void AddGenerator(double loss) => _sum = _sum.Plus(new ReplicaStatistics(replica, 0, loss, 0, 0));

    public ReplicaStatistics Mean(int steps) => _sum.Over(steps);
}
