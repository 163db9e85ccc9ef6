using System.Collections.Immutable;

namespace GanCluster.Core.Rounds;

/// <summary>
/// A run's workers, and what the rules ask of all of them: kept up at each change, for counting thousands anew at every event
/// would take longer than a round. It is of one version of the run; of another it is made anew.
/// </summary>
internal sealed class WorkerIndex : IEquatable<WorkerIndex>
{
    private readonly (int Course, long Step) _at;
    private readonly bool _isMade;

    /// <summary>Alive.</summary>
    private ImmutableSortedSet<WorkerId> _staying = [];
    private ImmutableSortedSet<WorkerId> _holdingYetLeaving = [];

    private WorkerIndex(ImmutableSortedDictionary<WorkerId, WorkerState> workers, (int Course, long Step) at, bool isMade) =>
        (Workers, _at, _isMade) = (workers, at, isMade);

    public ImmutableSortedDictionary<WorkerId, WorkerState> Workers { get; }

    /// <summary>Times that one of them was lost or let go. If it has not grown, whoever was there still is.</summary>
    public long Losses { get; private init; }

    /// <summary>How many are alive and hold a later version of the run's course.</summary>
    public int Ahead { get; private init; }

    /// <summary>Whoever holds the run's version and can be given replicas, in order; those that are about to leave only if nobody
    /// else does.</summary>
    public ImmutableSortedSet<WorkerId> Ready => _staying.IsEmpty ? _holdingYetLeaving : _staying;

    public int Staying => _staying.Count;

    /// <summary>Whoever asked to leave and has not been let go, lost or not.</summary>
    public ImmutableSortedSet<WorkerId> Leaving { get; private init; } = [];

    /// <summary>Those that lag and are to stay, the first told first: whoever has been told to load the version, ...</summary>
    public ImmutableSortedSet<(TimeSpan Since, WorkerId Worker)> Healing { get; private init; } = [];

    /// <summary>... whoever has not, ...</summary>
    public ImmutableSortedSet<WorkerId> Unhealed { get; private init; } = [];

    /// <summary>... and whoever was and could not.</summary>
    public ImmutableSortedSet<(TimeSpan Since, WorkerId Worker)> Failed { get; private init; } = [];

    public static WorkerIndex Of(ImmutableSortedDictionary<WorkerId, WorkerState> workers) =>
        new(workers, default, isMade: false);

    /// <summary>For the run's version; this one, if it is for that.</summary>
    public WorkerIndex At(int course, long step) =>
        _isMade && _at == (course, step) ? this : Replace(Workers, course, step);

    /// <summary>With other workers, or others' states.</summary>
    public WorkerIndex Replace(ImmutableSortedDictionary<WorkerId, WorkerState> workers, int course, long step) =>
        Make(workers, course, step, _isMade ? Losses : null);

    public WorkerIndex Set(WorkerState worker)
    {
        var known = Workers.GetValueOrDefault(worker.Id);
        var (left, entered) = (KindOf(known), KindOf(worker));
        return new WorkerIndex(Workers.SetItem(worker.Id, worker), _at, _isMade)
        {
            _staying = Move(_staying, worker.Id, left == Kind.Staying, entered == Kind.Staying),
            _holdingYetLeaving = Move(
                _holdingYetLeaving, worker.Id, left == Kind.HoldingYetLeaving, entered == Kind.HoldingYetLeaving),
            Losses = Losses + (known is { LostReason: null } && worker.LostReason is not null ? 1 : 0),
            Ahead = Ahead + (IsAhead(worker) ? 1 : 0) - (IsAhead(known) ? 1 : 0),
            Leaving = Move(Leaving, worker.Id, known is { Leaving: true }, worker.Leaving),
            Healing = Move(Healing, KeyOf(known, worker), left == Kind.Healing, KeyOf(worker, worker), entered == Kind.Healing),
            Unhealed = Move(Unhealed, worker.Id, left == Kind.Unhealed, entered == Kind.Unhealed),
            Failed = Move(Failed, KeyOf(known, worker), left == Kind.Failed, KeyOf(worker, worker), entered == Kind.Failed),
        };
    }

    /// <summary>States with the same workers are equal, whatever was made of them meanwhile.</summary>
    public bool Equals(WorkerIndex? other) => other is not null && Workers.Equals(other.Workers);

    public override bool Equals(object? obj) => Equals(obj as WorkerIndex);

    public override int GetHashCode() => Workers.GetHashCode();

    private static WorkerIndex Make(
        ImmutableSortedDictionary<WorkerId, WorkerState> workers, int course, long step, long? losses)
    {
        var empty = new WorkerIndex(workers, (course, step), isMade: true);
        var (staying, others, lost) = (new List<WorkerId>(workers.Count), new List<WorkerState>(), 0);
        foreach (var (id, worker) in workers)
        {
            var kind = empty.KindOf(worker);
            lost += kind == Kind.Lost ? 1 : 0;
            if (kind == Kind.Staying)
            {
                staying.Add(id);
            }
            else
            {
                others.Add(worker);
            }
        }

        var index = new WorkerIndex(workers, (course, step), isMade: true) { _staying = [.. staying], Losses = losses ?? lost };
        return others.Count == 0 ? index : index.With(others);
    }

    /// <summary>With all that it has to know of those that are not there to stay with the run's version.</summary>
    private WorkerIndex With(List<WorkerState> others)
    {
        var byKind = others.ToLookup(KindOf);
        return new WorkerIndex(Workers, _at, _isMade)
        {
            _staying = _staying,
            _holdingYetLeaving = [.. byKind[Kind.HoldingYetLeaving].Select(w => w.Id)],
            Losses = Losses,
            Ahead = others.Count(IsAhead),
            Leaving = [.. others.Where(w => w.Leaving).Select(w => w.Id)],
            Healing = [.. byKind[Kind.Healing].Select(w => KeyOf(w, w))],
            Unhealed = [.. byKind[Kind.Unhealed].Select(w => w.Id)],
            Failed = [.. byKind[Kind.Failed].Select(w => KeyOf(w, w))],
        };
    }

    private Kind KindOf(WorkerState? worker) => worker switch
    {
        null => Kind.None,
        { LostReason: not null } => Kind.Lost,
        _ when (worker.Course, worker.Step) == _at => worker.Leaving ? Kind.HoldingYetLeaving : Kind.Staying,
        { Leaving: true } => Kind.LaggingYetLeaving,
        { HealFailed: true, HealingSince: not null } => Kind.Failed,
        { HealingSince: not null } => Kind.Healing,
        _ => Kind.Unhealed,
    };

    private bool IsAhead(WorkerState? worker) =>
        worker is { LostReason: null } && worker.Course == _at.Course && worker.Step > _at.Step;

    private static (TimeSpan Since, WorkerId Worker) KeyOf(WorkerState? known, WorkerState worker) =>
        (known?.HealingSince ?? TimeSpan.MinValue, worker.Id);

    private static ImmutableSortedSet<WorkerId> Move(ImmutableSortedSet<WorkerId> set, WorkerId worker, bool was, bool isNow) =>
        Move(set, worker, was, worker, isNow);

    private static ImmutableSortedSet<T> Move<T>(ImmutableSortedSet<T> set, T left, bool was, T entered, bool isNow)
        where T : IEquatable<T> => (was, isNow) switch
    {
        (true, true) when left.Equals(entered) => set,
        (true, true) => set.Remove(left).Add(entered),
        (true, false) => set.Remove(left),
        (false, true) => set.Add(entered),
        _ => set,
    };

    private enum Kind
    {
        None,
        Lost,
        Staying,
        HoldingYetLeaving,
        LaggingYetLeaving,
        Healing,
        Unhealed,
        Failed,
    }
}
