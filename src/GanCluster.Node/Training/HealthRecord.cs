using GanCluster.Core.Health;
using GanCluster.Node.Journal;
using GanCluster.Telemetry.Metrics;
using GanCluster.Telemetry.Page;

namespace GanCluster.Node.Training;

/// <summary>Folds a run's checks, as run.db has them, and tells what comes of it. One thread at a time.</summary>
/// <param name="note">Told a change, in one line.</param>
internal sealed class HealthRecord(GanClusterInstruments instruments, RunView view, Action<string> note)
{
    private HealthState _state = HealthState.Start;

    internal HealthVerdict Verdict => _state.Verdict;

    /// <summary>Takes in the checks before a resume, so that the run's health is what it would be without the break.</summary>
    internal void Begin(RunDatabase journal)
    {
        Fold(journal, long.MaxValue);
        Show();
    }

    /// <summary>The measures of a step are in the journal, and the rounds up to it.</summary>
    internal void OnChecked(RunDatabase journal, long step)
    {
        var before = Verdict;
        if (step <= _state.Step)
        {
            // The run went back to an earlier version and measures it again.
            _state = HealthState.Start;
        }

        Fold(journal, step);
        Show();
        if (Verdict.Condition != before.Condition)
        {
            note($"health at step {step}: {Verdict.State}: {Verdict.Reason}");
        }
    }

    private void Fold(RunDatabase journal, long upTo)
    {
        foreach (var check in RecordedChecks.Read(journal, _state.Step, upTo))
        {
            _state = _state.Apply(check, HealthOptions.Default);
            journal.AppendHealth(new HealthRow(check.Step, Verdict.State, Verdict.Reason, Verdict.Step));
        }
    }

    private void Show()
    {
        instruments.HealthChanged(Verdict.Condition);
        view.OnHealth(Verdict);
    }
}
