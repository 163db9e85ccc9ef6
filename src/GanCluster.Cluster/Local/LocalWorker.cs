using GanCluster.Cluster.Nodes;
using GanCluster.Core.Rounds;
using GanCluster.Core.Runs;
using GanCluster.Core.Workers;

namespace GanCluster.Cluster.Local;

/// <summary>A worker in the coordinator's own process. What comes of its orders goes to the coordinator as events.</summary>
internal sealed class LocalWorker
{
    private readonly Action<IRunEvent> _tell;
    private readonly WorkerThread _thread;

    public LocalWorker(
        WorkerId id,
        Func<IReplica> create,
        IParameterExchange exchange,
        RunConfiguration configuration,
        Func<TimeSpan> clock,
        Action<IRunEvent> tell)
    {
        _tell = tell;
        _thread = new WorkerThread(id, create, exchange, configuration, clock, failure =>
            tell(new WorkerLost(id, $"{failure.GetType().Name}: {failure.Message}")));
    }

    public void Start()
    {
        _thread.Start();
        _thread.Post((_, replica) => _tell(new WorkerJoined(_thread.Id, replica.Step)));
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
                _thread.EndAttempt(fenced.Id, fenced.Reason);
                break;
            default:
                throw new InvalidOperationException($"no rule for {order}");
        }
    }

    private void Assign(RoundAssignment assignment) => _thread.Post((worker, _) =>
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
            _tell(new ExchangeBroken(assignment.Id, _thread.Id, assignment.Steps.First, broken.Message));
        }
    });

    private void Commit(Committed committed) => _thread.Post((worker, _) =>
    {
        if (!worker.Commit(committed))
        {
            throw new InvalidOperationException($"{_thread.Id} does not hold the version committed by {committed.Id}");
        }
    });

    public void Copy(Action<VersionSnapshot> take) => _thread.Post((_, replica) => take(replica.Snapshot()));

    public void Load(VersionSnapshot snapshot) => _thread.Post((_, replica) =>
    {
        replica.Load(snapshot);
        _tell(new WorkerJoined(_thread.Id, replica.Step));
    });

    public void Stop() => _thread.Stop();

    public bool Join(TimeSpan timeout) => _thread.Join(timeout);
}
