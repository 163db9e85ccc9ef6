namespace GanCluster.Core.Ledger;

/// <summary>Compares what the data readers recorded with the plan, by which every position is read exactly once.</summary>
public sealed class LedgerAudit
{
    private const int MaxReasons = 20;

    /// <summary>A row that claims more than so many times all its round's images is not believed, and not expanded.</summary>
    private const int MaxExpansion = 2;

    private readonly SamplePlan _plan;
    private readonly Func<long, long>? _indexAt;
    private readonly ReadCoverage _coverage;
    private readonly List<string> _reasons = [];

    private LedgerAudit(SamplePlan plan, long firstStep, long endStep, Func<long, long>? indexAt)
    {
        _plan = plan;
        _indexAt = indexAt;
        _coverage = new ReadCoverage(plan, firstStep, endStep);
    }

    /// <summary>
    /// Audits steps [firstStep, endStep). While the rows follow the plan, the time grows with the rows, not with the samples.
    /// </summary>
    /// <param name="plan">The run's plan.</param>
    /// <param name="firstStep">The first step audited.</param>
    /// <param name="endStep">The step after the last.</param>
    /// <param name="rounds">Every committed round, in ascending order of steps.</param>
    /// <param name="indexAt">
    /// The index that a position should have given (<see cref="Noise.SampleOrder.IndexAt"/>). If given, every row's digest is
    /// computed anew, which takes this function's time for every sample; nothing that a row with another digest says counts.
    /// </param>
    public static LedgerTotals Audit(
        SamplePlan plan, long firstStep, long endStep, IEnumerable<CommittedRound> rounds, Func<long, long>? indexAt = null)
    {
        var audit = new LedgerAudit(plan, firstStep, endStep, indexAt);
        var next = firstStep;
        foreach (var round in rounds)
        {
            audit.ExpectRound(next, round.FirstStep);
            audit.AddRound(round);
            next = round.FirstStep + round.Steps;
        }

        audit.ExpectRound(next, endStep);
        return audit.Totals(plan.Images(endStep - firstStep));
    }

    private LedgerTotals Totals(long planned)
    {
        _coverage.AddIrregular();
        return new LedgerTotals(
            planned, _coverage.Read, planned - _coverage.Distinct, _coverage.Repeated, _coverage.Unplanned, _reasons);
    }

    private void ExpectRound(long step, long found)
    {
        if (step < found)
        {
            Report($"steps {step} to {found - 1}: no committed round");
        }
    }

    private void AddRound(CommittedRound round)
    {
        var present = new HashSet<int>();
        foreach (var row in round.Rows)
        {
            present.Add(row.Replica);
            AddRow(round, row);
        }

        for (var replica = 0; replica < _plan.Replicas; replica++)
        {
            if (!present.Contains(replica))
            {
                Report($"steps {round.FirstStep} to {round.FirstStep + round.Steps - 1}: no row of replica {replica}");
            }
        }
    }

    private void AddRow(CommittedRound round, Contribution row)
    {
        IReadOnlyList<ReadRuns> runs = [_plan.Reads(round.FirstStep, round.Steps, row.Replica)];
        var regular = row.Replica >= 0 && row.Replica < _plan.Replicas
            && string.Equals(row.Reads, runs[0].ToString(), StringComparison.Ordinal);
        if (!regular && !TryDecode(row, out runs))
        {
            return;
        }

        if (Fault(row, runs, MaxExpansion * _plan.Images(round.Steps)) is { } fault)
        {
            Report(row, fault);
        }
        else if (!regular)
        {
            Report(row, "its reads are not the planned ones");
            _coverage.AddLater(runs);
        }
        else if (!_coverage.TryAddRegular(row.Replica, round.FirstStep, round.Steps))
        {
            Report(row, "its reads repeat another row's, or lie outside the audited steps");
            _coverage.AddLater(runs);
        }
    }

    private bool TryDecode(Contribution row, out IReadOnlyList<ReadRuns> runs)
    {
        try
        {
            runs = ReadLog.DecodeRuns(row.Reads);
            return true;
        }
        catch (FormatException error)
        {
            Report(row, error.Message);
            runs = [];
            return false;
        }
    }

    /// <summary>Why nothing in the row can be believed, or null.</summary>
    private string? Fault(Contribution row, IReadOnlyList<ReadRuns> runs, long maxCount)
    {
        var count = runs.Aggregate((Int128)0, (sum, part) => sum + (part.Run * part.Count));
        if (count != row.Count || count > maxCount)
        {
            return $"its reads are {count}, its count is {row.Count}, the most believed {maxCount}";
        }

        if (count > 0 && row.First != runs[0].First)
        {
            return $"its reads begin at {runs[0].First}, not at {row.First}";
        }

        if (_indexAt is null)
        {
            return null;
        }

        var digest = IndexDigest.Of(runs, _indexAt);
        return digest == row.Digest ? null : $"its digest is {row.Digest:x16}, that of its positions {digest:x16}";
    }

    private void Report(Contribution row, string reason) => Report($"round {row.Round}, replica {row.Replica}: {reason}");

    private void Report(string reason)
    {
        if (_reasons.Count < MaxReasons)
        {
            _reasons.Add(reason);
        }
    }
}
