using GanCluster.Cluster.Wire;

namespace GanCluster.Cluster.Tests.Wire;

public class ReportPiecesSpecs
{
    [Theory]
    [InlineData(0, 1)]
    [InlineData(4, 1)]
    [InlineData(700, 1)]
    [InlineData(1_500, 2)]
    [InlineData(4_096, 6)]
    public void Pieces_in_any_order_make_the_report_again(int replicas, int count)
    {
        var report = Messages.Report(replicas);
        var pieces = ReportPieces.Cut(report);
        var assembly = new ReportAssembly();

        Assert.Equal(count, pieces.Length);
        foreach (var piece in pieces.Reverse().SkipLast(1))
        {
            Assert.Null(assembly.Add(piece));
            Assert.Null(assembly.Add(piece));
        }

        var whole = assembly.Add(pieces[0]);
        Assert.NotNull(whole);
        Assert.Equal(report.Contributions.AsEnumerable(), whole.Contributions.AsEnumerable());
        Assert.Equal(report.Statistics.AsEnumerable(), whole.Statistics.AsEnumerable());
        Assert.Equal(report with { Contributions = [], Statistics = [] }, whole with { Contributions = [], Statistics = [] });
    }

    [Fact]
    public void A_repeated_report_is_whole_again_at_once()
    {
        var assembly = new ReportAssembly();
        var piece = ReportPieces.Cut(Messages.Report(3))[0];

        Assert.NotNull(assembly.Add(piece));
        Assert.NotNull(assembly.Add(piece));
    }

    [Fact]
    public void Pieces_of_two_attempts_are_never_one_report()
    {
        var assembly = new ReportAssembly();
        var report = Messages.Report(1_500);
        var first = ReportPieces.Cut(report with { Id = report.Id with { Attempt = 1 } });
        var second = ReportPieces.Cut(report with { Id = report.Id with { Attempt = 2 } });
        Assert.True(first.Length == second.Length && first.Length > 1);

        foreach (var piece in first.SkipLast(1).Concat(second.Skip(1)))
        {
            Assert.Null(assembly.Add(piece));
        }

        Assert.Same(first[0].Report, assembly.Add(first[0]));
        var whole = assembly.Add(second[0]);
        Assert.NotNull(whole);
        Assert.Equal((2, 1_500), (whole.Id.Attempt, whole.Contributions.Length));
    }

    [Fact]
    public void All_of_a_run_s_replicas_fit_into_one_report_whatever_was_read_for_them()
    {
        var pieces = ReportPieces.Cut(Messages.Longest(4_096));

        Assert.InRange(pieces.Length, 2, Protocol.MostPieces);
        Assert.All(pieces, piece => new ClusterSerializer(null!).ToBinary(piece));
    }

    [Fact]
    public void A_report_that_can_t_be_told_says_why()
    {
        var report = Messages.Longest(2);
        Assert.Null(ReportPieces.Obstacle(report));
        Assert.Null(ReportPieces.Obstacle(report with { Contributions = [] }));
        var rows = report.Contributions;

        var obstacle = ReportPieces.Obstacle(report with { Contributions = [rows[0], rows[1] with { Reads = rows[1].Reads + "9" }] });

        Assert.Equal(
            "what was read for replica 1 takes 4001 characters to tell, and a report has room for 4000: it was not read as planned",
            obstacle);
    }
}
