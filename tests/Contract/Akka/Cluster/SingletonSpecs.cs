using Akka.Actor;
using Akka.Cluster.Tools.Singleton;

namespace GanCluster.Contract.Tests;

public class SingletonSpecs : ClusterSpec
{
    [Fact]
    public async Task It_runs_on_the_oldest_member_with_the_role_and_hears_by_proxies_everywhere()
    {
        ActorSystem worker = await Joined("worker"), first = await Joined("coordinator", worker);
        ActorSystem second = await Joined("coordinator", worker, first);
        Host(second);
        Host(first);
        Assert.Equal(AddressOf(first), await Where(worker));
        Assert.Equal(AddressOf(first), await Where(second));
    }

    [Fact]
    public async Task It_moves_to_the_next_oldest_when_its_node_leaves_after_it_has_stopped_there()
    {
        ActorSystem worker = await Joined("worker"), first = await Joined("coordinator", worker);
        ActorSystem second = await Joined("coordinator", worker, first);
        List<string> life = [];
        Host(first, life);
        IActorRef proxy = Proxy(worker);
        Assert.Equal(AddressOf(first), await Where(proxy));
        Host(second, life);
        await first.Terminate().WaitAsync(Deadline);
        Assert.Equal(AddressOf(second), await Where(proxy));
        (int one, int two) = (first.GetHashCode(), second.GetHashCode());
        Assert.Equal([$"started {one}", $"stopped {one}", $"started {two}"], life);
    }

    [Fact]
    public async Task A_proxy_keeps_messages_with_their_senders_until_there_is_a_singleton()
    {
        ActorSystem worker = await Joined("worker"), first = await Joined("coordinator", worker);
        IActorRef proxy = Proxy(worker);
        Heard asker = new(worker);
        for (int i = 0; i < 10; i++)
        {
            proxy.Tell(new Note($"{i}"), asker.Ref);
        }
        Host(first);
        for (int i = 0; i < 10; i++)
        {
            Assert.StartsWith($"{i} at", (await asker.Until<Note>()).Text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Of_too_many_the_oldest_are_dropped()
    {
        ActorSystem worker = await Joined("worker"), first = await Joined("coordinator", worker);
        IActorRef proxy = Proxy(worker, bufferSize: 2);
        Heard asker = new(worker);
        for (int i = 0; i < 5; i++)
        {
            proxy.Tell(new Note($"{i}"), asker.Ref);
        }
        Host(first);
        Assert.StartsWith("3 at", (await asker.Until<Note>()).Text, StringComparison.Ordinal);
        Assert.StartsWith("4 at", (await asker.Until<Note>()).Text, StringComparison.Ordinal);
    }

    internal static void Host(ActorSystem node, List<string>? life = null) => node.ActorOf(
        ClusterSingletonManager.Props(
            Props.Create(() => new Single(life)),
            PoisonPill.Instance,
            ClusterSingletonManagerSettings.Create(node).WithRole("coordinator").WithSingletonName("one")),
        "manager");

    internal static IActorRef Proxy(ActorSystem node, int bufferSize = 1000) => node.ActorOf(ClusterSingletonProxy.Props(
        "/user/manager",
        ClusterSingletonProxySettings.Create(node).WithRole("coordinator").WithSingletonName("one").WithBufferSize(bufferSize)));

    internal static async Task<Address> Where(IActorRef proxy)
    {
        while (true)
        {
            try
            {
                Note answer = await proxy.Ask<Note>(new Note("who"), TimeSpan.FromSeconds(2));
                return Address.Parse(answer.Text.Split(" at ")[1]);
            }
            catch (AskTimeoutException)
            {
                // It was on its way to one that has gone: at most once is all that is promised.
            }
        }
    }

    private static Task<Address> Where(ActorSystem node) => Where(Proxy(node)).WaitAsync(Deadline);

    /// <summary>Answers with where it runs, and writes down its life.</summary>
    private sealed class Single : ReceiveActor
    {
        private readonly List<string>? _life;

        public Single(List<string>? life)
        {
            _life = life;
            Receive<Note>(note => Sender.Tell(new Note($"{note.Text} at {AddressOf(Context.System)}")));
        }

        protected override void PreStart() => Write("started");

        protected override void PostStop() => Write("stopped");

        private void Write(string what)
        {
            if (_life is not null)
            {
                lock (_life)
                {
                    _life.Add($"{what} {Context.System.GetHashCode()}");
                }
            }
        }
    }
}
