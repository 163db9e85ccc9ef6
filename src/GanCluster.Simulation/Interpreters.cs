using GanCluster.Core.Rounds;
using GanCluster.Core.Terms;
using GanCluster.Core.Workers;

namespace GanCluster.Simulation;

internal interface ICoordinator
{
    RunState State { get; }

    void Handle(TimeSpan now, IRunEvent e);
}

internal interface ITerms
{
    TermState State { get; }

    void Handle(TimeSpan now, ITermEvent e);
}

internal interface IAveraging
{
    AttemptState? Attempt { get; }

    Committed? LastCommit { get; }

    void Open(TimeSpan now, Attempt attempt);

    void End(TimeSpan now, EndAttempt end);

    bool Handle(TimeSpan now, IAttemptEvent e);

    void Greet(WorkerId worker);

    void Written(TimeSpan now, AttemptId id);

    void Tick(TimeSpan now);
}

internal interface IWorker
{
    void Tick(TimeSpan now);

    void Handle(TimeSpan now, IWorkerOrder order);

    void Handle(TimeSpan now, ComputeEnded ended);

    void Handle(TimeSpan now, LoadEnded ended);
}

/// <summary>What is simulated: the interpreters that the actors run, or, to test the checker, others whose rules were
/// spoilt.</summary>
internal sealed record Interpreters
{
    public static readonly Interpreters Real = new();

    public Func<RunState, RoundOptions, ICoordinatorEffects, ICoordinator> Coordinator { get; init; } =
        (start, options, effects) => new RealCoordinator(start, options, effects);

    public Func<IAveragingEffects, AveragingOffice, IAveraging> Averaging { get; init; } =
        (effects, office) => new RealAveraging(effects, office);

    public Func<CoordinatorId, JournalState, IJournal> Journal { get; init; } = (id, state) => new RealJournal(id, state);

    public Func<TermState, TermOptions, ITermEffects, ITerms> Terms { get; init; } =
        (state, options, effects) => new RealTerms(state, options, effects);

    public Func<WorkerId, HeldVersion, WorkerOptions, IWorkerEffects, IWorker> Worker { get; init; } =
        (id, version, options, effects) => new RealWorker(id, version, options, effects);
}

internal sealed class RealCoordinator(RunState start, RoundOptions options, ICoordinatorEffects effects) : ICoordinator
{
    private readonly CoordinatorInterpreter _interpreter = new(start, options, effects);

    public RunState State => _interpreter.State;

    public void Handle(TimeSpan now, IRunEvent e) => _interpreter.Handle(now, e);
}

internal sealed class RealTerms(TermState state, TermOptions options, ITermEffects effects) : ITerms
{
    private readonly TermInterpreter _interpreter = new(state, options, effects);

    public TermState State => _interpreter.State;

    public void Handle(TimeSpan now, ITermEvent e) => _interpreter.Handle(now, e);
}

internal sealed class RealAveraging(IAveragingEffects effects, AveragingOffice office) : IAveraging
{
    private readonly AveragingInterpreter _interpreter = new(effects, office);

    public AttemptState? Attempt => _interpreter.Attempt;

    public Committed? LastCommit => _interpreter.LastCommit;

    public void Open(TimeSpan now, Attempt attempt) => _interpreter.Open(now, attempt);

    public void End(TimeSpan now, EndAttempt end) => _interpreter.End(now, end);

    public bool Handle(TimeSpan now, IAttemptEvent e) => _interpreter.Handle(now, e);

    public void Greet(WorkerId worker) => _interpreter.Greet(worker);

    public void Written(TimeSpan now, AttemptId id) => _interpreter.Written(now, id);

    public void Tick(TimeSpan now) => _interpreter.Tick(now);
}

internal sealed class RealWorker(WorkerId id, HeldVersion version, WorkerOptions options, IWorkerEffects effects) : IWorker
{
    private readonly WorkerInterpreter _interpreter = new(id, version, options, effects);

    public void Tick(TimeSpan now) => _interpreter.Tick(now);

    public void Handle(TimeSpan now, IWorkerOrder order) => _interpreter.Handle(now, order);

    public void Handle(TimeSpan now, ComputeEnded ended) => _interpreter.Handle(now, ended);

    public void Handle(TimeSpan now, LoadEnded ended) => _interpreter.Handle(now, ended);
}
