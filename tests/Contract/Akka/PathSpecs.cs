using Akka.Actor;

namespace GanCluster.Contract.Tests;

public partial class PathSpecs : ActorSpec
{
    [Fact]
    public void Addresses_are_read_and_written()
    {
        var address = Address.Parse("akka.tcp://spec@127.0.0.1:4053");

        Assert.Equal(new Address("akka.tcp", "spec", "127.0.0.1", 4053), address);
        Assert.Equal("akka.tcp://spec@127.0.0.1:4053", address.ToString());
        Assert.True(address.HasGlobalScope);
        Assert.Equal("akka://spec", new Address("akka", "spec").ToString());
        Assert.False(new Address("akka", "spec").HasGlobalScope);
    }

    [Theory]
    [InlineData("")]
    [InlineData("spec@host:1")]
    [InlineData("http://spec@host:1")]
    public void What_is_no_address_is_refused(string text)
    {
        Assert.False(Address.TryParse(text, out _));
    }

    [Fact]
    public void Paths_are_written_with_and_without_address_and_uid()
    {
        var actor = Start((_, _) => { }, "one");
        var address = Address.Parse("akka.tcp://spec@127.0.0.1:4053");

        Assert.Equal("akka://spec/user/one", actor.Path.ToString());
        Assert.Equal("/user/one", actor.Path.ToStringWithoutAddress());
        Assert.Equal($"akka.tcp://spec@127.0.0.1:4053/user/one#{actor.Path.Uid}", actor.Path.ToSerializationFormatWithAddress(address));
        Assert.Equal(actor.Path, ActorPath.Parse("akka://spec/user/one"));
        Assert.Equal(new RootActorPath(address) / "user" / "one", ActorPath.Parse("akka.tcp://spec@127.0.0.1:4053/user/one"));
        Assert.Equal("user", actor.Path.Parent.Name);
    }

    [Fact]
    public void A_serialized_path_leads_back_to_the_actor()
    {
        var actor = Start((_, _) => { }, "one");

        var path = Akka.Serialization.Serialization.SerializedActorPath(actor);

        Assert.Equal(actor, ((ExtendedActorSystem)Sys).Provider.ResolveActorRef(path));
    }

    [Fact]
    public async Task A_selection_finds_by_path_or_says_that_nobody_is_there()
    {
        var probe = NewProbe();
        var actor = Start((message, context) => context.Sender.Tell(message), "one");

        Sys.ActorSelection("/user/one").Tell("hello", probe.Ref);

        await probe.Expect("hello");
        Assert.Equal(actor, await Sys.ActorSelection("akka://spec/user/one").ResolveOne(Deadline));
        await Assert.ThrowsAsync<ActorNotFoundException>(() => Sys.ActorSelection("/user/two").ResolveOne(Deadline));
    }

    [Fact]
    public async Task A_selection_can_be_relative_to_the_actor()
    {
        var probe = NewProbe();
        Start((message, _) => probe.Ref.Tell(message), "one");
        var other = Start((message, context) => context.ActorSelection("../one").Tell(message));

        other.Tell("hello");

        await probe.Expect("hello");
    }

    [Fact]
    public async Task Identify_is_answered_by_the_actor_and_for_nobody()
    {
        var probe = NewProbe();
        var actor = Start((_, _) => { }, "one");

        actor.Tell(new Identify(1), probe.Ref);
        Sys.ActorSelection("/user/two").Tell(new Identify(2), probe.Ref);

        var (first, second) = (await probe.Next<ActorIdentity>(), await probe.Next<ActorIdentity>());
        if (first.MessageId.Equals(2))
        {
            (first, second) = (second, first);
        }

        Assert.Equal(actor, first.Subject);
        Assert.Null(second.Subject);
    }
}
