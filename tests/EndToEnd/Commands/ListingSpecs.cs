using GanCluster.Node.Terminal;

namespace GanCluster.EndToEnd.Tests.Commands;

public class ListingSpecs
{
    [Fact]
    public void Without_a_terminal_a_row_is_a_line_whose_columns_are_under_each_other()
    {
        var output = new StringWriter { NewLine = "\n" };

        Runs().WriteTo(output, terminal: null);

        Assert.Equal("ok       ring8      5\nmissing  grid25  1234\n", output.ToString());
    }

    [Fact]
    public void Its_columns_are_named_where_that_is_asked_for()
    {
        var output = new StringWriter { NewLine = "\n" };
        var listing = new Listing(new Column("name"), new Column("value", IsNumber: true)) { IsHeaded = true };
        listing.Add("a", "1");

        listing.WriteTo(output, terminal: null);

        Assert.Equal("name  value\na         1\n", output.ToString());
    }

    [Fact]
    public void On_a_terminal_it_is_a_table_in_colours()
    {
        using var screen = new MadeTerminal(width: 60, hasColours: true);

        Runs().WriteTo(TextWriter.Null, screen.Console);

        Assert.Contains("steps", screen.Shown()[0] + screen.Shown()[1], StringComparison.Ordinal);
        Assert.Contains("\u001b[32mok\u001b[0m", screen.Written, StringComparison.Ordinal);
        Assert.Contains("\u001b[91mmissing\u001b[0m", screen.Written, StringComparison.Ordinal);
        Assert.Contains(screen.Shown(), line => line.TrimEnd().EndsWith("grid25    1234", StringComparison.Ordinal));
    }

    [Fact]
    public void What_is_no_markup_is_not_taken_for_it()
    {
        using var screen = new MadeTerminal(width: 60);
        var listing = new Listing(new Column("[red]"));
        listing.Add("[1/2] of [blue]");

        listing.WriteTo(TextWriter.Null, screen.Console);

        Assert.Contains(screen.Shown(), line => line.Contains("[1/2] of [blue]", StringComparison.Ordinal));
    }

    private static Listing Runs()
    {
        var listing = new Listing(new Column(""), new Column("run"), new Column("steps", IsNumber: true));
        listing.Add(new Cell("ok", IsGood: true), "ring8", "5");
        listing.Add(new Cell("missing", IsGood: false), "grid25", "1234");
        return listing;
    }
}
