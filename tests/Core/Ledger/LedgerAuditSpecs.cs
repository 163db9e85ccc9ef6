using GanCluster.Core.Ledger;
using GanCluster.Core.Noise;

namespace GanCluster.Core.Tests.Ledger;

public class LedgerAuditSpecs
{
    private const int StepsOfRound = 5;
    private static readonly SamplePlan Plan = new(replicas: 3, batch: 4, discriminatorSteps: 2);
    private static readonly SampleOrder Order = new(1, 100);

    [Fact]
    public void A_run_as_planned_has_read_everything_once()
    {
        AssertTotals(lost: 0, repeated: 0, unplanned: 0, reason: null, Audit(Rounds()));
    }

    [Fact]
    public void A_position_skipped_and_one_read_twice_are_counted()
    {
        var rounds = Rounds();
        var planned = Plan.Reads(StepsOfRound, StepsOfRound, 1).Positions().ToArray();
        planned[7] = planned[8];
        rounds[1] = With(rounds[1], 1, Row(1, 1, planned));

        AssertTotals(lost: 1, repeated: 1, unplanned: 0, "round 1, replica 1: its reads are not the planned ones", Audit(rounds));
    }

    [Fact]
    public void A_lone_replica_may_read_more_than_its_round()
    {
        var plan = new SamplePlan(replicas: 1, batch: 4, discriminatorSteps: 1);
        var round = new CommittedRound(0, 1, [Row(0, 0, [0, 1, 2, 2, 3])]);

        var totals = LedgerAudit.Audit(plan, 0, 1, [round], Order.IndexAt);

        Assert.Equal((4, 5, 0, 1), (totals.Planned, totals.Read, totals.Lost, totals.Repeated));
    }

    [Fact]
    public void Another_replicas_positions_are_repeated_and_ones_own_lost()
    {
        var rounds = Rounds();
        rounds[0] = With(rounds[0], 0, Row(0, 0, Plan.Reads(StepsOfRound, StepsOfRound, 2).Positions()));

        AssertTotals(lost: 40, repeated: 40, unplanned: 0, "round 0, replica 0: its reads are not the planned", Audit(rounds));
    }

    [Fact]
    public void A_missing_row_is_lost()
    {
        var rounds = Rounds();
        rounds[2] = rounds[2] with { Rows = [.. rounds[2].Rows.Skip(1)] };

        AssertTotals(lost: 40, repeated: 0, unplanned: 0, "steps 10 to 14: no row of replica 0", Audit(rounds));
    }

    [Theory]
    [InlineData(0, "steps 0 to 4: no committed round")]
    [InlineData(1, "steps 5 to 9: no committed round")]
    [InlineData(3, "steps 15 to 19: no committed round")]
    public void A_missing_round_is_lost(int missing, string reason)
    {
        var rounds = Rounds();
        rounds.RemoveAt(missing);

        AssertTotals(lost: 120, repeated: 0, unplanned: 0, reason, Audit(rounds));
    }

    [Fact]
    public void A_second_row_is_repeated()
    {
        var rounds = Rounds();
        rounds[1] = rounds[1] with { Rows = [.. rounds[1].Rows, rounds[1].Rows[2]] };

        AssertTotals(lost: 0, repeated: 40, unplanned: 0, "round 1, replica 2: its reads repeat", Audit(rounds));
    }

    [Fact]
    public void A_round_committed_twice_is_repeated()
    {
        var rounds = Rounds();
        rounds.Insert(1, rounds[0]);

        var totals = Audit(rounds);

        AssertTotals(lost: 0, repeated: 120, unplanned: 0, "round 0, replica 0: its reads repeat", totals);
        Assert.All(totals.Reasons, line => Assert.Contains("its reads repeat", line, StringComparison.Ordinal));
    }

    [Fact]
    public void The_first_twenty_reasons_are_given()
    {
        var rounds = Rounds();
        rounds[0] = rounds[0] with { Rows = [.. Enumerable.Repeat(rounds[0].Rows[0], 30)] };

        var totals = Audit(rounds);

        Assert.Equal(20, totals.Reasons.Count);
        Assert.Equal((29 * 40, 80), (totals.Repeated, totals.Lost));
    }

    [Fact]
    public void A_row_that_read_nothing_is_lost()
    {
        var rounds = Rounds();
        rounds[0] = With(rounds[0], 0, Row(0, 0, []));

        AssertTotals(lost: 40, repeated: 0, unplanned: 0, "round 0, replica 0: its reads are not the planned ones", Audit(rounds));
    }

    [Fact]
    public void A_row_of_no_replica_does_not_follow_the_plan_even_if_its_reads_continue_it()
    {
        var rounds = Rounds();
        rounds[0] = rounds[0] with { Rows = [.. rounds[0].Rows, Row(0, 3, Plan.Reads(0, StepsOfRound, 3).Positions())] };

        AssertTotals(lost: 0, repeated: 40, unplanned: 0, "round 0, replica 3: its reads are not the planned ones", Audit(rounds));
    }

    [Fact]
    public void Reads_outside_the_audited_steps_are_unplanned()
    {
        var totals = LedgerAudit.Audit(Plan, StepsOfRound, 3 * StepsOfRound, Rounds(), Order.IndexAt);

        Assert.Equal((240, 480, 0, 0, 240), (totals.Planned, totals.Read, totals.Lost, totals.Repeated, totals.Unplanned));
    }

    [Fact]
    public void A_row_with_a_wrong_digest_is_lost_when_digests_are_checked()
    {
        var rounds = Rounds();
        rounds[3] = With(rounds[3], 2, rounds[3].Rows[2] with { Digest = 1 });

        AssertTotals(lost: 40, repeated: 0, unplanned: 0, "round 3, replica 2: its digest is 0000000000000001", Audit(rounds));
        Assert.Equal(0, LedgerAudit.Audit(Plan, 0, 4 * StepsOfRound, rounds).Lost);
    }

    [Fact]
    public void Indices_of_other_positions_have_another_digest()
    {
        var rounds = Rounds();
        var reader = new ReadLog();
        foreach (var position in Plan.Reads(0, StepsOfRound, 0).Positions())
        {
            reader.Add(position, Order.IndexAt(position == 3 ? 4 : position));
        }

        rounds[0] = With(rounds[0], 0, rounds[0].Rows[0] with { Digest = reader.Digest });

        AssertTotals(lost: 40, repeated: 0, unplanned: 0, "round 0, replica 0: its digest is", Audit(rounds));
    }

    [Theory]
    [InlineData("nonsense", 0, 40, "is not first:run")]
    [InlineData("0:4+12x9", 0, 40, "its reads are 36, its count is 40")]
    [InlineData("0:1+0x9000000000000000000", 0, 9_000_000_000_000_000_000, "the most believed 240")]
    [InlineData("0:4+12x10", 4, 40, "its reads begin at 0, not at 4")]
    public void A_row_that_contradicts_itself_is_lost(string reads, long first, long count, string reason)
    {
        var rounds = Rounds();
        rounds[0] = With(rounds[0], 0, rounds[0].Rows[0] with { Reads = reads, First = first, Count = count });

        AssertTotals(lost: 40, repeated: 0, unplanned: 0, reason, Audit(rounds));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(3)]
    public void A_row_of_no_replica_counts_as_what_it_read(int replica)
    {
        var rounds = Rounds();
        rounds[0] = With(rounds[0], 0, rounds[0].Rows[0] with { Replica = replica });

        AssertTotals(lost: 0, repeated: 0, unplanned: 0, $"round 0, replica {replica}: its reads are not", Audit(rounds));
    }

    private static LedgerTotals Audit(IEnumerable<CommittedRound> rounds) =>
        LedgerAudit.Audit(Plan, 0, 4 * StepsOfRound, rounds, Order.IndexAt);

    private static List<CommittedRound> Rounds() =>
        [.. Enumerable.Range(0, 4).Select(round => new CommittedRound(
            round * StepsOfRound,
            StepsOfRound,
            [.. Enumerable.Range(0, 3).Select(r => PlannedRow(round, r))]))];

    private static Contribution PlannedRow(int round, int replica) =>
        Row(round, replica, Plan.Reads(round * StepsOfRound, StepsOfRound, replica).Positions());

    private static Contribution Row(long round, int replica, IEnumerable<long> positions)
    {
        var reader = new ReadLog();
        foreach (var position in positions)
        {
            reader.Add(position, Order.IndexAt(position));
        }

        return new Contribution(round, replica, 0, "w1", reader.First, reader.Count, reader.Digest, reader.Encode());
    }

    private static CommittedRound With(CommittedRound round, int replica, Contribution row) =>
        round with { Rows = [.. round.Rows.Select((old, i) => i == replica ? row : old)] };

    private static void AssertTotals(long lost, long repeated, long unplanned, string? reason, LedgerTotals totals)
    {
        Assert.Equal(480, totals.Planned);
        Assert.Equal((lost, repeated, unplanned), (totals.Lost, totals.Repeated, totals.Unplanned));
        Assert.Equal(totals.Planned - lost + repeated + unplanned, totals.Read);
        if (reason is null)
        {
            Assert.Empty(totals.Reasons);
        }
        else
        {
            Assert.Contains(totals.Reasons, line => line.Contains(reason, StringComparison.Ordinal));
        }
    }
}
