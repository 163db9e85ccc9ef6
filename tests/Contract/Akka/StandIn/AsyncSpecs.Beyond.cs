using Akka.Actor;

namespace GanCluster.Contract.Tests;

/// <summary>What the stand-in does beyond Akka.NET, so that nothing else may rely on it.</summary>
public partial class AsyncSpecs
{
    [Fact]
    public async Task Children_are_supervised_while_a_handler_is_awaited()
    {
        var probe = NewProbe();
        var actor = Asynchronous(probe, async (_, self) =>
        {
            var child = self.MyContext.ActorOf(Script.With((message, context) => Fragile(message, context)));
            child.Tell("fail");
            probe.Ref.Tell(await child.Ask<string>("still there?", Deadline));
        });

        actor.Tell("go");

        await probe.Expect("yes");
    }

    private static void Fragile(object message, IUntypedActorContext context)
    {
        if (message is "fail")
        {
            throw new PlannedException("child");
        }

        context.Sender.Tell("yes");
    }
}
