using Akka.Actor;
using GanCluster.Core.Observers;
using GanCluster.Core.Rounds;
using GanCluster.Core.Workers;

namespace GanCluster.Cluster.Coordination;

/// <summary>
/// Keeps the record off the coordinator's thread, in the order in which things happened: a disk may take its time. If the record
/// fails the run ends, for what can't be recorded can't be told to be complete.
/// </summary>
internal sealed class RecorderActor : ReceiveActor
{
    public RecorderActor(IRunObserver observer)
    {
        Receive<Entry>(entry => Try(() => entry.Write(observer)));
        Receive<Snapshot>(snapshot => Try(() =>
        {
            observer.OnSnapshot(snapshot.Version, snapshot.Purpose, snapshot.State);
            Sender.Tell(new SnapshotTaken(snapshot.Worker, snapshot.Version.Step));
        }));
        Receive<Undelivered>(undelivered => Sender.Tell(undelivered.Word));
        Receive<Flush>(flush => flush.Done());
    }

    private void Try(Action write)
    {
        try
        {
            write();
        }
#pragma warning disable CA1031 // Handed to the coordinator, which ends the run with it.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            Context.Parent.Tell(new Failed(failure));
        }
    }

    internal sealed record Entry(Action<IRunObserver> Write) : INoSerializationVerificationNeeded;

    internal sealed record Snapshot(WorkerId Worker, VersionSnapshot Version, SnapshotPurpose Purpose, RunState State)
        : INoSerializationVerificationNeeded;

    /// <summary>A copy that failed on its way here; goes back to who wanted it.</summary>
    internal sealed record Undelivered(object Word) : INoSerializationVerificationNeeded;

    /// <summary>Calls back when everything before it is recorded.</summary>
    internal sealed record Flush(Action Done) : INoSerializationVerificationNeeded;

    internal sealed record Failed(Exception Cause) : INoSerializationVerificationNeeded;
}
