using GanCluster.Core;
using GanCluster.Node.Journal;
using GanCluster.Node.Replay;

namespace GanCluster.EndToEnd.Tests.Runs;

public sealed class ReplayRangeSpecs
{
    private static readonly long[] Kept = [30, 10, 20];

    [Theory]
    [InlineData(null, 30L, true, "10 20 0")] // the version at the end has nothing after it
    [InlineData(null, 10L, true, "0")]
    [InlineData(25L, 30L, true, "20 10 0")]
    [InlineData(20L, 30L, false, "20 10")]
    [InlineData(5L, 30L, false, "")]
    public void It_begins_with_the_newest_version_at_or_before_its_first_step_or_with_the_oldest(
        long? from, long to, bool hasFirst, string starts) =>
        Assert.Equal(starts, string.Join(' ', new ReplayRange(from, to).Starts(Kept, hasFirst)));

    [Theory]
    [InlineData(10, 21, "2 3")]
    [InlineData(10, 20, "2")]
    [InlineData(0, 1, "1")]
    public void Its_last_round_is_the_one_that_made_its_last_step(long start, long to, string rounds) =>
        Assert.Equal(rounds, string.Join(' ', new ReplayRange(null, to).RoundsAfter("run", Rounds(1, 2, 3), start).Select(r => r.Round)));

    [Theory]
    [InlineData(0, "'run': its run.db has no round that begins at step 10: give --to 10")]
    [InlineData(10, "'run': its run.db has no round that begins at step 10: begin with another checkpoint, by --from")]
    [InlineData(25, "'run': its run.db has no round that begins at step 25: begin with another checkpoint, by --from")]
    public void A_round_that_the_journal_lacks_is_bad_input(long start, string line) =>
        Assert.Equal(line, Assert.Throws<UserInputException>(
            () => new ReplayRange(null, 30).RoundsAfter("run", Rounds(1, 3), start)).Message);

    [Fact]
    public void A_run_without_a_round_is_bad_input() =>
        Assert.Equal("'run' has no committed round: give the folder of a run that has one", Assert.Throws<UserInputException>(
            () => ReplayRange.Of("run", [], from: null, to: null)).Message);

    /// <summary>Of ten steps each; round 1 begins at step 0.</summary>
    private static List<RoundRow> Rounds(params long[] numbers) =>
    [
        .. numbers.Select(n => new RoundRow(
            n, 1, 1, n, 10 * (n - 1), 10, 640, 1, 1, 0, 0, 0, 0, new string('a', 32), DateTimeOffset.UnixEpoch)),
    ];
}
