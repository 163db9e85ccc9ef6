using System.Collections.Immutable;
using GanCluster.Core.Health;
using GanCluster.Core.Rounds;
using GanCluster.Core.Runs;

namespace GanCluster.Core.Terms;

/// <summary>What a journal's rows make of a run: the same for whoever folds them. What a roll-back went behind is in none of
/// it.</summary>
public sealed record JournalledRun
{
    /// <summary>No row is there.</summary>
    public bool IsNew { get; private init; } = true;

    public int Course { get; private init; }

    /// <summary>Where the course began.</summary>
    public RunPosition Begins { get; private init; } = new(0, 0, 1);

    /// <summary>Of the course, in order.</summary>
    public ImmutableList<CommittedVersion> Rounds { get; private init; } = [];

    /// <summary>What the checks of the course have shown.</summary>
    public CourseHealth Checks { get; private init; } = CourseHealth.Start;

    /// <summary>In which the version of the newest healthy check was made.</summary>
    public int HealthyCourse { get; private init; }

    /// <summary>Of the newest round, whatever its course; null before the first.</summary>
    public Committed? Last { get; private init; }

    public RunPosition At => Rounds.IsEmpty ? Begins : Rounds[^1].After;

    public static JournalledRun Of(IEnumerable<JournalRow> rows) =>
        rows.Aggregate(new JournalledRun(), (run, row) => run.Apply(row) with { IsNew = false });

    /// <summary>Checks behind which the run has gone on and which nobody is known to have judged.</summary>
    public IEnumerable<long> Unjudged(RoundOptions options) => !options.Health.Acts() ? [] : Rounds
        .Select(round => round.After.Step)
        .Where(step => step < At.Step && step > (Checks.Judged is [.., var last] ? last.Step : 0) && SnapshotRules.IsCheck(step, options));

    /// <summary>The versions that whoever coordinates must have itself: what a roll-back would go to, but the first, and what is to be
    /// judged. Each with the course in which it was made; later ones of that step are the same version.</summary>
    public ImmutableArray<(int Course, long Step)> Needed(RoundOptions options) =>
    [
        .. options.Health.OnAlarm == AlarmAction.Rollback && Checks.HealthyStep > 0 ? [(HealthyCourse, Checks.HealthyStep)]
            : ImmutableArray<(int, long)>.Empty,
        .. Unjudged(options).Select(step => (Course, step)),
    ];

    /// <summary>Null: the run's course was never at that step.</summary>
    public RunPosition? PositionOf(long step) =>
        step == Begins.Step ? Begins : Rounds.Find(round => round.After.Step == step)?.After;

    /// <summary>Whether the run may go on from a copy that was made there.</summary>
    public bool Has(RunPosition at, int course) => course == Course && PositionOf(at.Step) == at;

    /// <summary>One of several coordinators begins. A check that nobody is known to have judged is made again, of the version that its
    /// node has of it.</summary>
    /// <param name="safe">In the run's course.</param>
    public RunState TakeOffice(TimeSpan now, long office, RunPosition safe, RoundOptions options) =>
        RunState.TakingOffice(now, office, Rounds, safe) with
        {
            IsUnderWay = !IsNew,
            AsksJournals = true,
            Course = Course,
            Checks = Unjudged(options).Aggregate(Checks, (checks, step) => checks.Begun(step)),
        };

    private JournalledRun Apply(JournalRow row) => row.Entry switch
    {
        HealthEntry.Judged judged => this with
        {
            Checks = Checks.With(judged.Check),
            HealthyCourse = judged.Check.Verdict.Condition == HealthCondition.Healthy ? row.Course : HealthyCourse,
        },
        HealthEntry.RolledBack => this with
        {
            Course = row.Course, Begins = row.After, Rounds = [], Checks = Checks.RolledBack(),
        },
        _ => this with { Rounds = Rounds.Add(row.Version), Last = row.Commit },
    };
}
