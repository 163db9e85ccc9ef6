using GanCluster.Core.Hashing;
using GanCluster.Core.Rounds;
using GanCluster.Core.Workers;
using GanCluster.EndToEnd.Tests.Commands;
using GanCluster.Node.Journal;
using GanCluster.Node.Training;

namespace GanCluster.EndToEnd.Tests.Runs;

public sealed class RunOfficeSpecs : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly RunDatabase _journal;

    public RunOfficeSpecs() => _journal = RunDatabase.Open(_folder.Below("run.db"), create: true);

    public void Dispose()
    {
        _journal.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void Every_process_takes_the_next_office_and_keeps_the_key()
    {
        var first = Take();
        var second = Take();
        var third = Take();

        Assert.Equal([0L, 1L, 2L], new[] { first, second, third }.Select(o => o.Number));
        Assert.Equal(first.DataKey, third.DataKey);
    }

    [Fact]
    public void The_run_stands_where_its_newest_round_ended()
    {
        Append(1, 0, 10);
        Append(2, 10, 5);

        var office = Take();

        Assert.Equal((new RunPosition(15, 2, 3), new RunPosition(0, 0, 1)), (office.At, office.Safe));
        Assert.Equal(new CommittedVersion(new RunPosition(15, 2, 3), new StepSpan(10, 5), new Hash128(2, 2)), office.Rounds[1]);
        Assert.Equal(new Committed(new AttemptId(new RunId("ring8"), 1, 2, 1), 2, 15, new Hash128(2, 2)), office.Last);
    }

    [Fact]
    public void A_run_that_keeps_no_rounds_goes_on_from_its_copy()
    {
        Append(1, 0, 10);
        Append(2, 10, 5);

        var office = RunOffice.Take(_journal, "ring8", Copy(10, 1, 1), keepsRounds: false);

        Assert.Equal((new RunPosition(10, 1, 2), 0), (office.At, office.Rounds.Count));
        Assert.Null(office.Last);
    }

    [Theory]
    [InlineData(0, 0, 0, true)]
    [InlineData(10, 1, 1, true)]
    [InlineData(15, 2, 2, true)]
    [InlineData(12, 1, 1, false)] // no round ended there
    [InlineData(20, 3, 3, false)] // beyond the journal
    public void Rounds_are_kept_if_they_lead_to_the_copy(long step, long version, long round, bool kept)
    {
        Append(1, 0, 10);
        Append(2, 10, 5);

        Assert.Equal(kept, RunOffice.LeadsTo(_journal.ReadRounds(), Copy(step, version, round)));
        Assert.True(RunOffice.LeadsTo(_journal.ReadRounds(), copy: null));
    }

    [Fact]
    public void Rounds_with_a_gap_are_not_kept()
    {
        Append(1, 0, 10);
        Append(3, 15, 5);

        Assert.False(RunOffice.LeadsTo(_journal.ReadRounds(), copy: null));
    }

    private static ResumePoint Copy(long step, long version, long round) =>
        new(new VersionSnapshot(step, []), version, round, WeightsSha256: "abc");

    private RunOffice Take() => RunOffice.Take(_journal, "ring8", copy: null, keepsRounds: true);

    private void Append(long round, long first, long steps) => _journal.AppendRound(
        new RoundRow(
            round, 1, 1, round, first, steps, 10, 1, 1, 0, 0, 0, 0, new Hash128((ulong)round, (ulong)round).ToString(),
            DateTimeOffset.UnixEpoch),
        []);
}
