using GanCluster.Cluster.Nodes;
using GanCluster.Core.Rounds;
using GanCluster.Core.Runs;
using GanCluster.Core.Workers;

namespace GanCluster.Cluster.Local;

/// <summary>A device in the coordinator's own process. What comes of its commands goes to the coordinator as events.</summary>
internal sealed class LocalWorker
{
    private readonly Action<IRunEvent> _tell;
    private readonly Device _device;

    public LocalWorker(
        WorkerId id,
        Func<IReplica> create,
        IParameterExchange exchange,
        RunConfiguration configuration,
        Func<TimeSpan> clock,
        Action<IRunEvent> tell)
    {
        _tell = tell;
        _device = new Device(id, create, exchange, configuration, clock, failure =>
            tell(new WorkerLost(id, $"{failure.GetType().Name}: {failure.Message}")));
    }

    public void Start()
    {
        _device.Start();
        _device.Post((_, replica) => _tell(new WorkerJoined(_device.Id, replica.Step)));
    }

    public void Do(IWorkerOrder order)
    {
        switch (order)
        {
            case RoundAssignment assignment:
                Assign(assignment);
                break;
            case Committed committed:
                Commit(committed);
                break;
            case AttemptFenced fenced:
                _device.EndAttempt(fenced.Id, fenced.Reason);
                break;
            default:
                throw new InvalidOperationException($"no rule for {order}");
        }
    }

    private void Assign(RoundAssignment assignment) => _device.Post((worker, _) =>
    {
        try
        {
            if (worker.Run(assignment, _tell) is { } report)
            {
                _tell(report);
            }
        }
        catch (ExchangeBrokenException broken)
        {
            _tell(new ExchangeBroken(assignment.Id, _device.Id, assignment.Steps.First, broken.Message));
        }
    });

    private void Commit(Committed committed) => _device.Post((worker, _) =>
    {
        if (!worker.Commit(committed))
        {
            throw new InvalidOperationException($"{_device.Id} does not hold the version committed by {committed.Id}");
        }
    });

    public void Copy(Action<VersionSnapshot> take) => _device.Post((_, replica) => take(replica.Snapshot()));

    public void Load(VersionSnapshot snapshot) => _device.Post((_, replica) =>
    {
        replica.Load(snapshot);
        _tell(new WorkerJoined(_device.Id, replica.Step));
    });

    public void Stop() => _device.Stop();

    public bool Join(TimeSpan timeout) => _device.Join(timeout);
}
