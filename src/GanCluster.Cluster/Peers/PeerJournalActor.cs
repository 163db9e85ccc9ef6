using Akka.Actor;
using GanCluster.Cluster.Wire;
using GanCluster.Core.Terms;

namespace GanCluster.Cluster.Peers;

/// <summary>
/// A coordinator node's journal, for its own node and for the others: <see cref="JournalRules"/> over the node's disk, on a thread
/// of its own. Whoever asks is answered once the disk has what the answer tells.
/// </summary>
internal sealed class PeerJournalActor : ReceiveActor
{
    private readonly CoordinatorId _self;
    private readonly IRunJournal _disk;
    private readonly RowAssembly<(long Office, long Number)> _parts = new();
    private JournalState _state;

    public PeerJournalActor(CoordinatorId self, IRunJournal disk)
    {
        (_self, _disk, _state) = (self, disk, disk.Read());
        Receive<JournalRequest>(Hear);
        Receive<Supply>(supply =>
        {
            foreach (var part in RowParts.Cut(_disk.Read(supply.Request.Row!)))
            {
                supply.To.Tell(new JournalRequest(_self, supply.Request, part), Context.Parent);
            }
        });
    }

    protected override void PreStart() => Context.Parent.Tell(new Begun(_state));

    public static Props For(CoordinatorId self, IRunJournal disk) =>
        Props.Create(() => new PeerJournalActor(self, disk)).WithDispatcher("akka.io.pinned-dispatcher");

    private void Hear(JournalRequest message)
    {
        RowRecord? record = null;
        if (message is { Part: { } part, Request: AppendRow asked }
            && (record = _parts.Add(message.From, (asked.Office, asked.Number), part)) is null)
        {
            return;
        }

        var before = _state;
        var (after, answer) = JournalRules.Answer(_self, before, message.Request);
        if (after.Newest is { } newest && newest != before.Newest && !newest.Tells(before.Find(newest.Place))
            && (record is null || !record.Row.Tells(newest)))
        {
            // The row is told without what the disk is to keep of it: it takes the promise, and asks for the rest.
            after = before with { Promised = after.Promised };
            answer = ((RowAnswered)answer) with { Wants = newest.Place };
        }

        Keep(before, after, record);
        _state = after;
        Context.Parent.Tell(new Asked(new RequestHeard(message.From, message.Request, after.Promised)));
        Answer(answer);
    }

    private void Keep(JournalState before, JournalState after, RowRecord? record)
    {
        if (!ReferenceEquals(before.Rows, after.Rows))
        {
            var newest = after.Newest!;
            _disk.Write(after.Promised, newest, newest.Tells(before.Find(newest.Place)) ? null : record);
        }
        else if (after.Promised != before.Promised)
        {
            _disk.Promise(after.Promised);
        }
    }

    private void Answer(IJournalAnswer answer)
    {
        if (Sender.Equals(Context.Parent))
        {
            Sender.Tell(new OwnAnswer(answer));
        }
        else if (answer is RowRead { Row: { } row })
        {
            foreach (var part in RowParts.Cut(_disk.Read(row)))
            {
                Sender.Tell(new JournalAnswer(answer, part));
            }
        }
        else
        {
            Sender.Tell(new JournalAnswer(answer is OfficeAnswered office ? office with { Rows = null } : answer));
        }
    }

    /// <summary>From this node: tell another journal the row of the request, with what the disk has of it.</summary>
    internal sealed record Supply(ICanTell To, AppendRow Request) : INoSerializationVerificationNeeded;

    /// <summary>To this node: what the disk has.</summary>
    internal sealed record Begun(JournalState State) : INoSerializationVerificationNeeded;

    /// <summary>To this node: somebody has asked.</summary>
    internal sealed record Asked(RequestHeard Word) : INoSerializationVerificationNeeded;

    /// <summary>To this node, which asked itself.</summary>
    internal sealed record OwnAnswer(IJournalAnswer Answer) : INoSerializationVerificationNeeded;
}
