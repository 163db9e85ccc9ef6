using System.Globalization;
using System.Security.Cryptography;
using GanCluster.Core.Hashing;
using GanCluster.Core.Rounds;
using GanCluster.Node.Journal;
using GanCluster.Node.Runs;

namespace GanCluster.Node.Training;

/// <summary>What a coordinator's process takes over of a run that others have run before it.</summary>
/// <param name="Number">Of the office: 0 in a new run.</param>
/// <param name="Copy">The newest version that this node has; null: only the one that every worker begins with.</param>
/// <param name="DataKey">Of the data plane, where there is no secret.</param>
internal sealed record RunOffice(
    long Number,
    IReadOnlyList<CommittedVersion> Rounds,
    Committed? Last,
    ResumePoint? Copy,
    int Named,
    byte[] DataKey)
{
    internal RunPosition Safe => Copy?.At ?? new RunPosition(0, 0, 1);

    /// <summary>Where the run stands.</summary>
    internal RunPosition At => Rounds.Count == 0 ? Safe : Rounds[^1].After;

    /// <summary>
    /// Takes office: nothing that an earlier process said counts from here on.
    /// </summary>
    /// <param name="keepsRounds">False: the run goes on from the copy alone.</param>
    internal static RunOffice Take(RunDatabase journal, string run, ResumePoint? copy, bool keepsRounds)
    {
        var values = journal.ReadRunValues();
        var number = values.ContainsKey(RunMarks.Office) ? RunMarks.Number(journal, RunMarks.Office) + 1 : 0;
        journal.SetRunValueDurably(RunMarks.Office, number.ToString(CultureInfo.InvariantCulture));
        var key = values.TryGetValue(RunMarks.DataKey, out var kept) ? Convert.FromHexString(kept) : RandomNumberGenerator.GetBytes(32);
        journal.SetRunValue(RunMarks.DataKey, Convert.ToHexString(key));
        List<RoundRow> rows = keepsRounds ? [.. journal.ReadRounds()] : [];
        var newest = rows.Count == 0 ? null : rows[^1];
        return new RunOffice(
            number,
            [.. rows.Select(VersionOf)],
            newest is null
                ? null
                : new Committed(
                    new AttemptId(new RunId(run), newest.Term, newest.Round, newest.Attempt),
                    newest.Version,
                    newest.FirstStep + newest.Steps,
                    Hash128.Parse(newest.Hash)),
            copy,
            (int)RunMarks.Number(journal, RunMarks.WorkersNamed),
            key);
    }

    /// <summary>Whether the journal's rounds lead from the run's beginning, without a gap, to the copy and beyond.</summary>
    internal static bool LeadsTo(IEnumerable<RoundRow> rows, ResumePoint? copy)
    {
        var (at, passes) = (new RunPosition(0, 0, 1), copy is null || copy.At == new RunPosition(0, 0, 1));
        foreach (var row in rows)
        {
            if ((row.FirstStep, row.Version, row.Round) != (at.Step, at.Version + 1, at.Round))
            {
                return false;
            }

            at = VersionOf(row).After;
            passes |= copy?.At == at;
        }

        return passes;
    }

    private static CommittedVersion VersionOf(RoundRow row) => new(
        new RunPosition(row.FirstStep + row.Steps, row.Version, row.Round + 1),
        new StepSpan(row.FirstStep, (int)row.Steps),
        Hash128.Parse(row.Hash));
}
