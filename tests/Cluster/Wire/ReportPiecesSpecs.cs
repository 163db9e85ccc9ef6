using GanCluster.Cluster.Wire;

namespace GanCluster.Cluster.Tests.Wire;

public class ReportPiecesSpecs
{
    [Theory]
    [InlineData(0, 1)]
    [InlineData(4, 1)]
    [InlineData(500, 8)]
    public void Pieces_in_any_order_make_the_report_again(int replicas, int atLeast)
    {
        var report = Messages.Report(replicas);
        var pieces = ReportPieces.Cut(report);
        var assembly = new ReportAssembly();

        Assert.True(pieces.Length >= atLeast, $"{pieces.Length} pieces");
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
}
