using GanCluster.Cluster.Wire;
using GanCluster.Core.Terms;

namespace GanCluster.Cluster.Tests.Wire;

public class RowPartsSpecs
{
    private static readonly CoordinatorId A = new("a:1");
    private static readonly CoordinatorId B = new("b:1");

    [Theory]
    [InlineData(0, 1)]
    [InlineData(4, 1)]
    [InlineData(4_096, 15)]
    public void Parts_in_any_order_make_the_record_again(int replicas, int count)
    {
        var record = Messages.Record(replicas);
        var parts = RowParts.Cut(record);
        var assembly = new RowAssembly<long>();

        Assert.Equal(count, parts.Length);
        foreach (var part in parts.Reverse().SkipLast(1))
        {
            Assert.Null(assembly.Add(A, 1, part));
            Assert.Null(assembly.Add(A, 1, part));
        }

        var whole = assembly.Add(A, 1, parts[0]);
        Assert.NotNull(whole);
        Assert.Equal(record.Contributions.AsEnumerable(), whole.Contributions);
        Assert.Equal(record with { Contributions = [] }, whole with { Contributions = [] });
    }

    [Fact]
    public void Parts_of_two_requests_or_of_two_senders_are_never_one_record()
    {
        var parts = RowParts.Cut(Messages.Record(1_000));
        Assert.True(parts.Length > 1);
        var assembly = new RowAssembly<long>();

        foreach (var part in parts.SkipLast(1))
        {
            Assert.Null(assembly.Add(A, 1, part));
        }

        Assert.Null(assembly.Add(B, 1, parts[^1]));
        Assert.Null(assembly.Add(A, 2, parts[^1]));
        Assert.Null(assembly.Add(A, 1, parts[^1]));
    }

    [Fact]
    public void Parts_of_two_rounds_are_never_one_record()
    {
        var (one, other) = (RowParts.Cut(Messages.Record(1_000)), RowParts.Cut(OfAnotherOffice(1_000)));
        var assembly = new RowAssembly<long>();

        Assert.All(one.SkipLast(1), part => Assert.Null(assembly.Add(A, 1, part)));

        Assert.Null(assembly.Add(A, 1, other[^1]));
    }

    [Fact]
    public void All_of_a_run_s_replicas_fit_whatever_was_read_for_them()
    {
        var parts = RowParts.Cut(Messages.LongestRecord(4_096));

        Assert.InRange(parts.Length, 2, Protocol.MostPieces);
        Assert.All(parts, part => new ClusterSerializer(null!).ToBinary(
            new JournalRequest(A, new AppendRow(1, 1, part.Record.Row, part.Record.Row), part)));
    }

    private static RowRecord OfAnotherOffice(int replicas)
    {
        var record = Messages.Record(replicas);
        return record with { Row = record.Row with { Office = 1 } };
    }
}
