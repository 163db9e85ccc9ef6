using System.Collections.Concurrent;
using GanCluster.Core.Rounds;
using GanCluster.Core.Runs;
using GanCluster.Core.Workers;

namespace GanCluster.Cluster.Local;

/// <summary>
/// A worker on a thread of its own: TorchSharp's dispose scopes belong to a thread, and a step may take seconds. What it is
/// told it
/// does in order; what comes of it goes to the coordinator as events.
/// </summary>
internal sealed class LocalWorker
{
    private readonly BlockingCollection<Action<RoundWorker, IReplica>> _commands = [];
    private readonly WorkerId _id;
    private readonly Func<IReplica> _create;
    private readonly IParameterExchange _exchange;
    private readonly RunConfiguration _configuration;
    private readonly Func<TimeSpan> _clock;
    private readonly Action<IRunEvent> _tell;
    private readonly Thread _thread;

    public LocalWorker(
        WorkerId id,
        Func<IReplica> create,
        IParameterExchange exchange,
        RunConfiguration configuration,
        Func<TimeSpan> clock,
        Action<IRunEvent> tell)
    {
        (_id, _create, _exchange, _configuration, _clock, _tell) = (id, create, exchange, configuration, clock, tell);
        _thread = new Thread(Run) { Name = id.Value, IsBackground = true };
    }

    public void Start() => _thread.Start();

    public void Assign(RoundAssignment assignment) => Command((worker, _) =>
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
            _tell(new ExchangeBroken(assignment.Id, _id, assignment.Steps.First, broken.Message));
        }
    });

    public void Commit(Committed committed) => Command((worker, _) =>
    {
        if (!worker.Commit(committed))
        {
            throw new InvalidOperationException($"{_id} does not hold the version committed by {committed.Id}");
        }
    });

    public void Copy(Action<VersionSnapshot> take) => Command((_, replica) => take(replica.Snapshot()));

    public void Load(VersionSnapshot snapshot) => Command((_, replica) =>
    {
        replica.Load(snapshot);
        _tell(new WorkerJoined(_id, replica.Step));
    });

    public void Stop() => _commands.CompleteAdding();

    public bool Join(TimeSpan timeout) => _thread.Join(timeout);

    private void Command(Action<RoundWorker, IReplica> command)
    {
        try
        {
            _commands.Add(command);
        }
        catch (InvalidOperationException) when (_commands.IsAddingCompleted)
        {
            // The thread has ended and its loss is on the way: what it was told now, others will do.
        }
    }

    private void Run()
    {
        try
        {
            using var replica = _create();
            using var worker = new RoundWorker(_id, replica, _exchange, _configuration, _clock);
            _tell(new WorkerJoined(_id, replica.Step));
            foreach (var command in _commands.GetConsumingEnumerable())
            {
                command(worker, replica);
            }
        }
#pragma warning disable CA1031 // The thread's boundary: whatever a replica throws makes this worker a lost one, and nothing else.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            _commands.CompleteAdding();
            _tell(new WorkerLost(_id, $"{failure.GetType().Name}: {failure.Message}"));
        }
    }
}
