namespace GanCluster.Core.Ledger;

/// <summary>
/// Which planned positions have been read how often. Rows that follow the plan are kept as ranges of steps of their replica,
/// which join up over a run; only the positions of other rows are kept one by one.
/// </summary>
internal sealed class ReadCoverage(SamplePlan plan, long firstStep, long endStep)
{
    private readonly List<(long First, long End)>[] _regular =
        [.. Enumerable.Range(0, plan.Replicas).Select(_ => new List<(long First, long End)>())];

    private readonly List<ReadRuns> _later = [];
    private readonly HashSet<long> _irregular = [];

    public long Read { get; private set; }

    public long Distinct { get; private set; }

    public long Repeated => Read - Unplanned - Distinct;

    public long Unplanned { get; private set; }

    /// <summary>False if the steps are not all audited ones beyond those that the replica has so far.</summary>
    public bool TryAddRegular(int replica, long first, int steps)
    {
        var end = first + steps;
        if (first < firstStep || end > endStep)
        {
            return false;
        }

        var ranges = _regular[replica];
        if (ranges.Count > 0 && first < ranges[^1].End)
        {
            return false;
        }

        if (ranges.Count > 0 && first == ranges[^1].End)
        {
            ranges[^1] = (ranges[^1].First, end);
        }
        else
        {
            ranges.Add((first, end));
        }

        var images = plan.Images(steps) / plan.Replicas;
        Read += images;
        Distinct += images;
        return true;
    }

    public void AddLater(IReadOnlyList<ReadRuns> runs) => _later.AddRange(runs);

    /// <summary>Counts what was left for later, since it can be compared only when all regular rows are known.</summary>
    public void AddIrregular()
    {
        foreach (var position in _later.SelectMany(runs => runs.Positions()))
        {
            Read++;
            var (step, replica) = plan.OwnerOf(position);
            if (step < firstStep || step >= endStep)
            {
                Unplanned++;
            }
            else if (!IsRegular(step, replica) && _irregular.Add(position))
            {
                Distinct++;
            }
        }
    }

    private bool IsRegular(long step, int replica) =>
        _regular[replica].Exists(range => step >= range.First && step < range.End);
}
