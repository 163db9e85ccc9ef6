using System.Net.Sockets;
using System.Text;
using Akka.Actor;
using Akka.Event;
using Akka.Internal;
using Akka.Remote;
using Akka.Remote.Tcp;

namespace GanCluster.Contract.Tests;

/// <summary>The stand-in's own promises about its connections.</summary>
public class TransportSpecs : RemoteSpec
{
    [Fact]
    public async Task A_type_without_a_binding_is_refused_with_an_error()
    {
        ActorSystem here = System(), there = System();
        Heard receiver = new(there), errors = EventsOf<Error>(here);
        IActorRef remote = Seen(here, receiver.Ref, there);
        remote.Tell(new Unbound("never"));
        remote.Tell(new Note("after"));
        Assert.Equal(new Note("after"), await receiver.Until<object>());
        Assert.Contains(nameof(Unbound), (await errors.Until<Error>()).ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("GET / HTTP/1.1\r\nHost: x\r\n\r\n")]
    [InlineData("\0\0\0\u0010garbagegarbage!!")]
    [InlineData("\u007f\u007f\u007f\u007f")]
    public async Task Garbage_ends_its_own_connection_only(string garbage)
    {
        ActorSystem here = System(), there = System();
        Heard receiver = new(there), warnings = EventsOf<Warning>(there);
        IActorRef remote = Seen(here, receiver.Ref, there);
        remote.Tell(new Note("before"));
        await receiver.Until<Note>();
        using TcpClient stranger = new();
        await stranger.ConnectAsync("127.0.0.1", AddressOf(there).Port!.Value);
        await stranger.GetStream().WriteAsync(Encoding.Latin1.GetBytes(garbage));
        using CancellationTokenSource limit = new(Deadline);
        await EndOf(stranger, limit.Token);
        await warnings.Until<Warning>();
        remote.Tell(new Note("after"));
        Assert.Equal(new Note("after"), await receiver.Until<Note>());
    }

    [Fact]
    public async Task A_frame_over_the_receivers_maximum_ends_the_connection_and_a_new_one_follows()
    {
        ActorSystem here = System(), there = System("akka.remote.dot-netty.tcp.maximum-frame-size = 1000b");
        Heard receiver = new(there), warnings = EventsOf<Warning>(there);
        IActorRef remote = Seen(here, receiver.Ref, there);
        remote.Tell(new Bulk(new byte[2000]));
        await warnings.Until<Warning>();
        Task<Note> arrived = receiver.Until<Note>();
        while (!arrived.IsCompleted)
        {
            remote.Tell(new Note("small"));
            await Task.WhenAny(arrived, Task.Delay(50));
        }
        Assert.Equal(new Note("small"), await arrived);
    }

    [Fact]
    public async Task Messages_become_dead_letters_when_nobody_answers_in_time()
    {
        ActorSystem here = System("akka.remote.retry-gate-closed-for = 200ms"), there = System();
        Address address = AddressOf(there);
        await there.Terminate().WaitAsync(Deadline);
        Heard dead = EventsOf<DeadLetter>(here);
        here.ActorSelection($"{address}/user/gone").Tell(new Note("lost"));
        Assert.Equal(new Note("lost"), (await dead.Until<DeadLetter>()).Message);
    }

    [Fact]
    public async Task A_watch_outlives_its_connection()
    {
        ActorSystem here = System(), there = System();
        Heard watched = new(there), watcher = new(here);
        IActorRef remote = Seen(here, watched.Ref, there);
        Watch(here, remote, watcher.Ref);
        remote.Tell(new Note("watched"));
        await watched.Until<Note>();
        TransportOf(here).Abort();
        TransportOf(there).Abort();
        there.Stop(watched.Ref);
        Assert.Equal(remote, (await watcher.Until<Gone>()).Of.ActorRef);
    }

    [Fact]
    public async Task Watches_end_when_the_system_is_gone()
    {
        ActorSystem here = System("akka.remote.retry-gate-closed-for = 200ms"), there = System();
        Heard watched = new(there), watcher = new(here);
        IActorRef remote = Seen(here, watched.Ref, there);
        Watch(here, remote, watcher.Ref);
        remote.Tell(new Note("watched"));
        await watched.Until<Note>();
        TransportOf(there).Dispose();
        Assert.True((await watcher.Until<Gone>()).Of.AddressTerminated);
    }

    [Theory]
    [InlineData("split-brain-resolver.active-strategy = keep-oldest")]
    [InlineData("seed-nodes = [nonsense]")]
    public async Task A_configuration_that_is_refused_leaves_no_port_open(string wrong)
    {
        ActorSystem first = System();
        int port = AddressOf(first).Port!.Value;
        await first.Terminate().WaitAsync(Deadline);
        string hocon = $"akka.actor.provider = cluster\nakka.remote.dot-netty.tcp.port = {port}";
        Assert.ThrowsAny<Exception>(() => System($"{hocon}\nakka.cluster.{wrong}"));
        Assert.Equal(port, AddressOf(System(hocon)).Port);
    }

    [Fact]
    public async Task Nothing_is_left_of_a_system_that_has_terminated()
    {
        ActorSystem here = System(), there = System();
        Heard receiver = new(there);
        int port = AddressOf(here).Port!.Value;
        Seen(here, receiver.Ref, there).Tell(new Note("x"));
        await receiver.Until<Note>();
        Assert.NotEmpty(ThreadsOf(port));
        await here.Terminate().WaitAsync(Deadline);
        Assert.Empty(ThreadsOf(port));
        using TcpClient client = new();
        await Assert.ThrowsAnyAsync<SocketException>(() => client.ConnectAsync("127.0.0.1", port));
    }

    internal static TcpTransport TransportOf(ActorSystem system) => ((Remoting)((ActorSystemImpl)system).Remote!).Transport;

    /// <summary>Every thread of a system's remoting is named after its port.</summary>
    internal static IEnumerable<string> ThreadsOf(int port) => Directory.GetDirectories("/proc/self/task")
        .Select(NameOf)
        .Where(name => name.StartsWith("akka-", StringComparison.Ordinal) && name.EndsWith($"-{port}", StringComparison.Ordinal));

    private static string NameOf(string task)
    {
        try
        {
            return File.ReadAllText(Path.Combine(task, "comm")).Trim();
        }
        catch (IOException)
        {
            return "";
        }
    }

    private static async Task EndOf(TcpClient client, CancellationToken limit)
    {
        byte[] buffer = new byte[256];
        try
        {
            while (await client.GetStream().ReadAsync(buffer, limit) > 0)
            {
                // Nothing it says matters, only that it ends.
            }
        }
        catch (IOException)
        {
            // A reset is an end too.
        }
    }
}
