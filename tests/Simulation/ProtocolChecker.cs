using GanCluster.Core.Hashing;
using GanCluster.Core.Ledger;
using GanCluster.Core.Rounds;

namespace GanCluster.Simulation.Tests;

/// <summary>
/// What every run must keep, told from outside: from what was committed, not from the rules.
/// <paramref name="truth"/> is the quiet
/// run's hash at a step.
/// </summary>
internal sealed class ProtocolChecker(SamplePlan plan, Func<long, Hash128> truth)
{
    private readonly List<CommittedRound> _rounds = [];
    private long _version;
    private long _step;

    public List<string> Violations { get; } = [];

    public void OnCommit(Committed committed, RoundRecord record)
    {
        Check(committed.Version == _version + 1, $"version {committed.Version} follows {_version}");
        Check(record.Steps.First == _step && committed.Step == record.Steps.End, $"steps {record.Steps} follow step {_step}");
        Check(committed.Hash == truth(committed.Step),
            $"{committed.Id} has other weights at step {committed.Step} than the quiet run");
        foreach (var report in record.Reports)
        {
            Check(report.Hash == committed.Hash, $"{committed.Id} was committed though {report.Worker} holds another version");
            foreach (var row in report.Contributions)
            {
                Check(
                    (row.Round, row.Attempt) == (committed.Id.Round, committed.Id.Attempt),
                    $"{committed.Id} counts what {row.Worker} computed in round {row.Round} attempt {row.Attempt}");
            }
        }

        _rounds.Add(new CommittedRound(
            record.Steps.First, record.Steps.Count, [.. record.Reports.SelectMany(r => r.Contributions)]));
        (_version, _step) = (committed.Version, committed.Step);
    }

    public void OnSnapshot(long weights, long step) =>
        Check(ToyWeights.HashOf(weights, step) == truth(step),
            $"the snapshot of step {step} has other weights than the quiet run");

    public void OnEnd(bool finished, bool succeeded, string reason, long target)
    {
        Check(finished, "the run made no progress after the faults had ceased");
        Check(!finished || succeeded, $"the run failed: {reason}");
        Check(!succeeded || _step == target, $"the run ended at step {_step} of {target}");
        var audit = LedgerAudit.Audit(plan, 0, _step, _rounds);
        Check(audit.Lost == 0 && audit.Repeated == 0, $"{audit.Lost} positions lost, {audit.Repeated} repeated");
    }

    private void Check(bool holds, string violation)
    {
        if (!holds)
        {
            Violations.Add(violation);
        }
    }
}
