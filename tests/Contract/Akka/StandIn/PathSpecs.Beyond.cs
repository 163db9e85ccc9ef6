using Akka.Actor;

namespace GanCluster.Contract.Tests;

/// <summary>What the stand-in does beyond Akka.NET, so that nothing else may rely on it.</summary>
public partial class PathSpecs
{
    [Fact]
    public async Task A_path_with_the_uid_of_an_earlier_actor_leads_to_nobody()
    {
        var dead = Events<Akka.Event.DeadLetter>();
        var actor = Start((_, _) => { }, "one");

        ((ExtendedActorSystem)Sys).Provider.ResolveActorRef($"akka://spec/user/one#{actor.Path.Uid + 1}").Tell("hello");

        Assert.Equal("hello", (await dead.Next<Akka.Event.DeadLetter>()).Message);
    }
}
