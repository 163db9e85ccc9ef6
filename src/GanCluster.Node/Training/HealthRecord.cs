using GanCluster.Core.Health;
using GanCluster.Core.Rounds;
using GanCluster.Core.Runs;
using GanCluster.Node.Journal;
using GanCluster.Telemetry.Metrics;
using GanCluster.Telemetry.Views;
using GanCluster.Training.Data;

namespace GanCluster.Node.Training;

/// <summary>Folds a run's checks, as run.db has them, and tells what comes of it. One thread at a time.</summary>
/// <param name="note">Told a change, in one line.</param>
internal sealed class HealthRecord(
    RunConfiguration configuration, GanClusterInstruments instruments, RunView view, Action<string> note)
{
    private readonly StopOptions? _stopOptions = StopOf(configuration);
    private RunHealth _health = RunHealth.Start;

    internal HealthVerdict Verdict { get; private set; } = HealthVerdict.Unchecked;

    /// <summary>What acts goes by this.</summary>
    internal CourseHealth Checks => _health.Checks;

    /// <summary>The newest check that was healthy; null: none was, and the first version counts for nothing.</summary>
    internal long? HealthyStep => Checks.HealthyStep > 0 || configuration.Health.OnAlarm == AlarmAction.Rollback
        ? Checks.HealthyStep
        : null;

    /// <summary>Of the newest check; 0 before the first.</summary>
    internal long JudgedStep => _health.State.Step;

    /// <summary>Takes in the checks before a resume, so that the run's health is what it would be without the break.</summary>
    internal void Begin(RunDatabase journal)
    {
        Fold(journal, long.MaxValue);
        if (journal.ReadRollbacks().LastOrDefault() is { } last)
        {
            _health = _health with
            {
                Checks = Checks with { Judged = [.. Checks.Judged.Where(check => check.Step > last.ToStep)] },
            };
        }

        Show();
    }

    /// <summary>Takes in what other coordinators have judged, which the journal has by now. What was measured here and is no check of the
    /// run, or of a course that is over, is forgotten.</summary>
    /// <param name="ended">The step at which the run has ended, whose measures are no check and stay; null: it goes on.</param>
    internal void Renew(RunDatabase journal, long? ended)
    {
        var entries = JournalRows.Entries(journal, new RunId(journal.ReadRunValues()["name"])).ToList();
        if (entries.FindLast(row => row.Entry is HealthEntry.RolledBack) is { } back)
        {
            var judged = entries.Where(row => row.Course == back.Course).Select(row => row.Entry).OfType<HealthEntry.Judged>()
                .Select(entry => entry.Check.Step).ToHashSet();
            foreach (var step in journal.ReadMeasures(back.After.Step, long.MaxValue).Select(measure => measure.Step).Distinct().ToList())
            {
                if (step != ended && !judged.Contains(step))
                {
                    journal.ForgetCheck(step);
                }
            }
        }

        Forget();
        Begin(journal);
    }

    /// <summary>The measures of a step are in the journal, and the rounds up to it.</summary>
    internal void OnChecked(RunDatabase journal, long step)
    {
        var before = Verdict;
        ShownRun.Measured(view, step, journal.ReadMeasures(step - 1, step));
        if (IsCheck(step))
        {
            if (step <= JudgedStep)
            {
                // The run went back to an earlier version and measures it again.
                Forget();
            }

            Fold(journal, step);
        }
        else if (RecordedChecks.Read(journal, JudgedStep, step, measured => measured == step).FirstOrDefault() is { } last)
        {
            // Where the run ends, or was stopped: a run that goes on from here has no check here.
            Keep(journal, last.Step, _health.State.Apply(last, HealthOptions.Default).Verdict);
        }

        Show();
        if (Verdict.Condition != before.Condition)
        {
            note($"health at step {step}: {Verdict.State}: {Verdict.Reason}");
        }
    }

    /// <summary>The run goes on from the healthy version of a step; what was checked later is forgotten.</summary>
    internal void RolledBack(RunDatabase journal, long to)
    {
        journal.ForgetChecksAfter(to);
        Forget();
        Fold(journal, to);
        Show();
    }

    /// <summary>Null: the run does not end because it has nothing more to gain.</summary>
    internal static StopOptions? StopOf(RunConfiguration configuration) =>
        configuration.Health.Stop > 0 && MixtureSpec.Find(configuration.Data) is { } mixture
            ? StopOptions.OfMixture(mixture.Means.Count) with { Patience = configuration.Health.Stop }
            : null;

    private bool IsCheck(long step) => configuration.EvaluateEvery == 0 || CheckSteps.Includes(configuration, step);

    private void Forget()
    {
        _health = RunHealth.Start;
        Verdict = HealthVerdict.Unchecked;
    }

    private void Fold(RunDatabase journal, long upTo)
    {
        foreach (var check in RecordedChecks.Read(journal, JudgedStep, upTo, IsCheck))
        {
            _health = _health.Apply(check, HealthOptions.Default, _stopOptions);
            Keep(journal, check.Step, _health.State.Verdict);
        }
    }

    private void Keep(RunDatabase journal, long step, HealthVerdict verdict)
    {
        Verdict = verdict;
        journal.AppendHealth(new HealthRow(step, verdict.State, verdict.Reason, verdict.Step));
    }

    private void Show()
    {
        instruments.HealthChanged(Verdict.Condition);
        view.OnHealth(Verdict);
    }
}
