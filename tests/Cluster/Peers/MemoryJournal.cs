using GanCluster.Cluster.Peers;
using GanCluster.Core.Terms;

namespace GanCluster.Cluster.Tests.Peers;

/// <summary>A disk in memory, which fails when it is told to.</summary>
internal sealed class MemoryJournal : IRunJournal
{
    private readonly Dictionary<long, RowRecord> _records = [];

    public JournalState State { get; private set; } = JournalState.Empty;

    public Exception? Failure { get; set; }

    public JournalState Read() => State;

    public void Promise(long office)
    {
        Check();
        State = State with { Promised = office };
    }

    public void Write(long promised, JournalRow row, RowRecord? record)
    {
        Check();
        Assert.True(record is null ? row.Tells(State.Find(row.Place)) : row.Tells(record.Row), $"{row} without its record");
        State = new JournalState(promised, [.. State.Rows.Where(r => r.Place < row.Place), row]);
        _records[row.Place] = record ?? _records[row.Place];
    }

    public RowRecord Read(JournalRow row) => _records[row.Place] with { Row = row };

    private void Check()
    {
        if (Failure is { } failure)
        {
            throw failure;
        }
    }
}
