using Akka.Actor;
using Akka.TestKit;
using GanCluster.Cluster.Peers;
using GanCluster.Cluster.Tests.Actors;
using GanCluster.Cluster.Wire;
using GanCluster.Core.Hashing;
using GanCluster.Core.Ledger;
using GanCluster.Core.Rounds;
using GanCluster.Core.Terms;

namespace GanCluster.Cluster.Tests.Peers;

public sealed class PeerJournalActorSpecs : ActorSpecs
{
    private static readonly CoordinatorId Self = new("a:1");
    private static readonly CoordinatorId Other = new("b:1");
    private readonly MemoryJournal _disk = new();
    private readonly TestProbe _node;
    private readonly TestProbe _other;
    private readonly IActorRef _journal;

    public PeerJournalActorSpecs()
    {
        (_node, _other) = (CreateTestProbe(), CreateTestProbe());
        var disk = _disk;
        _journal = _node.ChildActorOf(Props.Create(() => new PeerJournalActor(Self, disk)));
        Assert.Equal(JournalState.Empty, _node.ExpectMsg<PeerJournalActor.Begun>().State);
    }

    [Fact]
    public void An_office_that_is_granted_is_on_the_disk_and_the_node_is_told()
    {
        Ask(new AskOffice(3));

        Assert.Equal(new OfficeAnswered(Self, 3, Granted: true, 3, Newest: null), Answer());
        Assert.Equal(3, _disk.State.Promised);
        Assert.Equal((Other, 3), Asked());
    }

    [Fact]
    public void A_row_is_written_with_all_its_parts_and_told_again_with_them()
    {
        var record = Record(1, replicas: 1_000);
        var parts = RowParts.Cut(record);
        Assert.True(parts.Length > 1);
        foreach (var part in parts)
        {
            Ask(new AppendRow(1, 1, record.Row, Before: null), part);
        }

        Assert.Equal(new RowAnswered(Self, 1, 1, Place: 1, Promised: 1, Wants: null), Answer());
        Assert.Equal(record.Row, Assert.Single(_disk.State.Rows));

        Ask(new ReadRow(1, 0));
        var told = new RowAssembly<long>();
        RowRecord? back = null;
        while (back is null)
        {
            back = told.Add(Self, 1, _other.ExpectMsg<JournalAnswer>().Part!);
        }

        Assert.Equal(record.Contributions.AsEnumerable(), back.Contributions);
    }

    [Fact]
    public void A_row_without_its_record_is_asked_for_but_what_is_promised_with_it_counts()
    {
        var record = Record(1, replicas: 1);
        Ask(new AppendRow(4, 1, record.Row, Before: null));

        Assert.Equal(new RowAnswered(Self, 4, 1, Place: 1, Promised: 4, Wants: 1), Answer());
        Assert.Equal((4, 0), (_disk.State.Promised, _disk.State.Rows.Count));
    }

    [Fact]
    public void A_later_office_puts_its_name_to_a_row_that_is_there()
    {
        var record = Record(1, replicas: 1);
        Ask(new AppendRow(1, 1, record.Row, Before: null), Assert.Single(RowParts.Cut(record)));
        Answer();

        Ask(new AppendRow(2, 1, record.Row with { Office = 2 }, Before: null));

        Assert.Equal(new RowAnswered(Self, 2, 1, Place: 1, Promised: 2, Wants: null), Answer());
        Assert.Equal(2, _disk.State.Newest!.Office);
    }

    [Fact]
    public void What_an_earlier_office_has_still_to_write_is_refused()
    {
        Ask(new AskOffice(5));
        Answer();
        var record = Record(1, replicas: 1);

        Ask(new AppendRow(4, 1, record.Row, Before: null), Assert.Single(RowParts.Cut(record)));

        Assert.Equal(new RowAnswered(Self, 4, 1, Place: 1, Promised: 5, Wants: 1), Answer());
        Assert.Empty(_disk.State.Rows);
    }

    [Fact]
    public void Another_journal_is_told_what_it_lacks_in_the_node_s_name()
    {
        var record = Record(1, replicas: 2);
        Ask(new AppendRow(1, 1, record.Row, Before: null), Assert.Single(RowParts.Cut(record)));
        Answer();
        var lacking = CreateTestProbe();

        _journal.Tell(new PeerJournalActor.Supply(lacking.Ref, new AppendRow(1, 2, record.Row, Before: null)), _node);

        var told = lacking.ExpectMsg<JournalRequest>();
        Assert.Equal((Self, new AppendRow(1, 2, record.Row, null)), (told.From, told.Request));
        Assert.Equal(record.Contributions.AsEnumerable(), told.Part!.Record.Contributions);
        Assert.Equal(_node.Ref, lacking.LastSender);
    }

    internal static RowRecord Record(long round, int replicas, long office = 1)
    {
        var id = new AttemptId(new RunId("run"), Term.Of(office), round, 1);
        return new RowRecord(
            new JournalRow(
                id,
                new RunPosition(round * 10, round, round + 1),
                new StepSpan((round - 1) * 10, 10),
                new Hash128((ulong)round, 7),
                office),
            TimeSpan.FromSeconds(1),
            new ReplicaStatistics(-1, 0.5, 0.25, 1, -1),
            [.. Enumerable.Range(0, replicas).Select(r => new Contribution(round, r, 1, "worker-1", r, 1, (ulong)r, $"{r}:1"))]);
    }

    private void Ask(IJournalRequest request, RowPart? part = null) => _journal.Tell(new JournalRequest(Other, request, part), _other);

    private IJournalAnswer Answer() => _other.ExpectMsg<JournalAnswer>().Answer;

    private (CoordinatorId By, long Promised) Asked() =>
        _node.ExpectMsg<PeerJournalActor.Asked>().Word is var asked ? (asked.By, asked.Promised) : default;
}
