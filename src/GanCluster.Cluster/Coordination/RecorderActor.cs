using Akka.Actor;
using GanCluster.Core.Observers;
using GanCluster.Core.Rounds;
using GanCluster.Core.Workers;

namespace GanCluster.Cluster.Coordination;

/// <summary>
/// Keeps the record on a thread of its own, in the order in which things happened: a disk or an evaluation may take its time,
/// and nobody waits for it but the next snapshot. What an observer throws ends the run, for what can't be recorded can't be told
/// to be complete: that is its supervisor's business.
/// </summary>
internal sealed class RecorderActor : ReceiveActor
{
    public RecorderActor(IRunObserver observer)
    {
        Receive<Entry>(entry => entry.Write(observer));
        Receive<Snapshot>(snapshot =>
        {
            observer.OnSnapshot(snapshot.Version, snapshot.Purpose, snapshot.State);
            Context.Parent.Tell(new Recorded(new SnapshotRecorded(snapshot.Version.Step)));
        });
        Receive<Flush>(flush => flush.Done());
    }

    /// <summary>On a thread that is this actor's alone.</summary>
    public static Props For(IRunObserver observer) =>
        Props.Create(() => new RecorderActor(observer)).WithDispatcher("akka.io.pinned-dispatcher");

    internal sealed record Entry(Action<IRunObserver> Write) : INoSerializationVerificationNeeded;

    internal sealed record Snapshot(VersionSnapshot Version, SnapshotPurpose Purpose, RunState State)
        : INoSerializationVerificationNeeded;

    /// <summary>To the coordinator.</summary>
    internal sealed record Recorded(SnapshotRecorded Event) : INoSerializationVerificationNeeded;

    /// <summary>Calls back when everything before it is recorded.</summary>
    internal sealed record Flush(Action Done) : INoSerializationVerificationNeeded;
}
