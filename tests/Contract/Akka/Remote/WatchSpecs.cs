using Akka.Actor;

namespace GanCluster.Contract.Tests;

public class RemoteWatchSpecs : RemoteSpec
{
    [Fact]
    public async Task A_remote_actor_that_stops_is_told_to_its_watcher()
    {
        ActorSystem here = System(), there = System();
        Heard watched = new(there), watcher = new(here);
        IActorRef remote = Seen(here, watched.Ref, there);
        Watch(here, remote, watcher.Ref);
        remote.Tell(new Note("after the watch"));
        await watched.Until<Note>();
        there.Stop(watched.Ref);
        Terminated terminated = (await watcher.Until<Gone>()).Of;
        Assert.Equal(remote, terminated.ActorRef);
        Assert.True(terminated.ExistenceConfirmed);
        Assert.False(terminated.AddressTerminated);
    }

    [Fact]
    public async Task An_actor_that_is_not_there_is_told_at_once()
    {
        ActorSystem here = System(), there = System();
        Heard watcher = new(here);
        Watch(here, ((ExtendedActorSystem)here).Provider.ResolveActorRef($"{AddressOf(there)}/user/nobody"), watcher.Ref);
        Assert.False((await watcher.Until<Gone>()).Of.ExistenceConfirmed);
    }
}
