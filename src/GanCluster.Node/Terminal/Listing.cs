using Spectre.Console;

namespace GanCluster.Node.Terminal;

/// <summary>A column of a <see cref="Listing"/>.</summary>
internal sealed record Column(string Name, bool IsNumber = false);

/// <summary>What stands in a row's column; on a terminal in green if it is as it should be, in red if it is not.</summary>
internal sealed record Cell(string Text, bool? IsGood = null)
{
    public static implicit operator Cell(string text) => new(text);
}

/// <summary>Rows for a person: a table on a terminal, elsewhere a line a row that scripts can read.</summary>
internal sealed class Listing(params Column[] columns)
{
    private readonly List<Cell[]> _rows = [];

    /// <summary>Whether the lines that are no table begin with the columns' names; a table does.</summary>
    internal bool IsHeaded { get; init; }

    internal void Add(params Cell[] cells) => _rows.Add(cells);

    /// <param name="terminal">Null: <paramref name="output"/> is none.</param>
    internal void WriteTo(TextWriter output, IAnsiConsole? terminal)
    {
        if (terminal is not null)
        {
            terminal.Write(Table());
            return;
        }

        foreach (var line in Lines())
        {
            output.WriteLine(line);
        }
    }

    private IEnumerable<string> Lines()
    {
        IReadOnlyList<string[]> rows =
        [
            .. IsHeaded ? new[] { columns.Select(column => column.Name).ToArray() } : [],
            .. _rows.Select(row => row.Select(cell => cell.Text).ToArray()),
        ];
        var widths = columns.Select((_, i) => rows.Select(row => row[i].Length).DefaultIfEmpty(0).Max()).ToArray();
        return rows.Select(row => string.Join("  ", row.Select((text, i) =>
            columns[i].IsNumber ? text.PadLeft(widths[i]) : text.PadRight(widths[i]))).TrimEnd());
    }

    private Table Table()
    {
        var table = new Table { Border = TableBorder.Simple, ShowHeaders = columns.Any(column => column.Name.Length > 0) };
        foreach (var column in columns)
        {
            var header = new TableColumn(new Text(column.Name));
            table.AddColumn(column.IsNumber ? header.RightAligned() : header);
        }

        foreach (var row in _rows)
        {
            table.AddRow(row.Select(cell => new Text(cell.Text, StyleOf(cell))));
        }

        return table;
    }

    private static Style StyleOf(Cell cell) =>
        cell.IsGood is { } good ? new Style(good ? Color.Green : Color.Red) : Style.Plain;
}
