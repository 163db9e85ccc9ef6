using Akka.Actor;

namespace GanCluster.Cluster.Coordination;

/// <summary>Writes rounds before they are committed, on a thread of its own: the record beside may be busy with a snapshot. What
/// the journal throws ends the run: that is its supervisor's business.</summary>
internal sealed class JournalActor : ReceiveActor
{
    public JournalActor(IRoundJournal journal) => Receive<Averaging.Write>(write =>
    {
        if (!write.Record.IsRedone)
        {
            journal.Write(write.Record);
        }

        Sender.Tell(new Averaging.Written(write.Record.Id));
    });

    public static Props For(IRoundJournal journal) =>
        Props.Create(() => new JournalActor(journal)).WithDispatcher("akka.io.pinned-dispatcher");
}
