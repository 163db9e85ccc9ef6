using Akka.Actor;
using GanCluster.Cluster.Coordination;
using GanCluster.Core.Observers;
using GanCluster.Core.Rounds;
using GanCluster.Core.Workers;

namespace GanCluster.Cluster.Tests.Actors;

public sealed class RecorderActorSpecs : ActorSpecs
{
    private static readonly RunState State = RunState.StartingAt(TimeSpan.Zero, 1, 40, 4, 5);

    [Fact]
    public void What_it_is_told_is_recorded_in_order_on_a_thread_of_its_own()
    {
        var observer = new SlowObserver(hold: null);
        var recorder = ActorOf(RecorderActor.For(observer));
        recorder.Tell(new RecorderActor.Entry(o => o.OnState(State)));
        recorder.Tell(new RecorderActor.Entry(o => o.OnNodes([])));
        recorder.Tell(new RecorderActor.Flush(() => TestActor.Tell("flushed", ActorRefs.NoSender)));

        ExpectMsg("flushed");
        Assert.Equal(["state", "nodes"], observer.Calls.Select(c => c.Name));
        var thread = Assert.Single(observer.Calls.Select(c => c.Thread).Distinct());
        Assert.False(thread.IsThreadPoolThread);
    }

    [Fact]
    public async Task However_long_it_takes_others_go_on()
    {
        var coordinator = CreateTestProbe();
        using var hold = new ManualResetEventSlim();
        var observer = new SlowObserver(hold);
        var recorders = Enumerable.Range(0, 2 * Environment.ProcessorCount)
            .Select(_ => coordinator.ChildActorOf(RecorderActor.For(observer))).ToList();
        recorders.ForEach(r => r.Tell(new RecorderActor.Snapshot(new VersionSnapshot(40, []), SnapshotPurpose.Evaluate, State)));

        // All of them stand still, and everybody else is answered.
        await observer.Began.Task.WaitAsync(Sec(20));
        Settle(ActorOf(Props.Create(() => new Silent())));
        coordinator.ExpectNoMsg(TimeSpan.Zero);

        hold.Set();
        recorders.ForEach(_ => Assert.Equal(40, coordinator.ExpectMsg<RecorderActor.Recorded>().Event.Step));
    }

    private sealed class Silent : ReceiveActor;

    private sealed class SlowObserver(ManualResetEventSlim? hold) : IRunObserver
    {
        public List<(string Name, Thread Thread)> Calls { get; } = [];

        public TaskCompletionSource Began { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public void OnState(RunState state) => Calls.Add(("state", Thread.CurrentThread));

        public void OnNodes(System.Collections.Immutable.ImmutableArray<NodePresence> nodes) =>
            Calls.Add(("nodes", Thread.CurrentThread));

        public void OnSnapshot(VersionSnapshot snapshot, SnapshotPurpose purpose, RunState state)
        {
            Began.TrySetResult();
            Assert.True(hold!.Wait(Sec(20)));
        }
    }
}
