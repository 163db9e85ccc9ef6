using Akka.Actor;
using Akka.Event;

namespace GanCluster.Contract.Tests;

public class AskSpecs : ActorSpec
{
    private IActorRef Echo => Start((message, context) => context.Sender.Tell(message));

    [Fact]
    public async Task The_reply_is_the_result()
    {
        Assert.Equal(42, await Echo.Ask<int>(42, Deadline));
    }

    [Fact]
    public async Task The_message_can_name_where_the_reply_goes()
    {
        var actor = Start((message, _) => ((IActorRef)message).Tell("here"));

        Assert.Equal("here", await actor.Ask<string>(reference => reference, Deadline, CancellationToken.None));
    }

    [Fact]
    public async Task No_reply_in_time_is_a_timeout()
    {
        var silent = Start((_, _) => { });

        await Assert.ThrowsAsync<AskTimeoutException>(() => silent.Ask<int>("hello", TimeSpan.FromMilliseconds(30)));
    }

    [Fact]
    public async Task An_ask_can_be_cancelled()
    {
        using var cancel = new CancellationTokenSource();
        var asked = Start((_, _) => { }).Ask<int>("hello", cancel.Token);

        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asked.WaitAsync(Deadline));
    }

    [Fact]
    public async Task A_failure_status_is_thrown()
    {
        await Assert.ThrowsAsync<PlannedException>(() => Echo.Ask<int>(new Status.Failure(new PlannedException("reply")), Deadline));
    }

    [Fact]
    public async Task A_reply_of_another_type_is_an_error()
    {
        await Assert.ThrowsAsync<ArgumentException>(() => Echo.Ask<int>("text", Deadline));
    }

    [Fact]
    public async Task A_late_reply_is_a_dead_letter()
    {
        var (probe, dead) = (NewProbe(), Events<DeadLetter>());
        var forward = Start((_, context) => probe.Ref.Tell(context.Sender));
        await Assert.ThrowsAsync<AskTimeoutException>(() => forward.Ask<int>("hello", TimeSpan.FromMilliseconds(30)));

        (await probe.Next<IActorRef>()).Tell("too late");

        Assert.Equal("too late", (await dead.Next<DeadLetter>()).Message);
    }

    [Fact]
    public async Task Many_asks_at_once_get_their_own_replies()
    {
        var echo = Echo;

        var replies = await Task.WhenAll(Enumerable.Range(0, 500).Select(i => echo.Ask<int>(i, Deadline)));

        Assert.Equal(Enumerable.Range(0, 500), replies);
    }

    [Fact]
    public async Task A_task_is_piped_as_its_result_or_its_failure()
    {
        var (probe, sender) = (NewProbe(), NewProbe());

        await Task.FromResult(1).PipeTo(probe.Ref, sender.Ref);
        await probe.Expect(1);
        Assert.Equal(sender.Ref, probe.LastSender);
        await Task.FromResult(1).PipeTo(probe.Ref, success: number => $"got {number}");
        await probe.Expect("got 1");
        await Task.FromException<int>(new PlannedException("piped")).PipeTo(probe.Ref);
        Assert.IsType<PlannedException>((await probe.Next<Status.Failure>()).Cause);
        await Task.FromException<int>(new PlannedException("piped")).PipeTo(probe.Ref, failure: e => e.Message);
        await probe.Expect("piped");
        await Task.CompletedTask.PipeTo(probe.Ref, success: () => "done");
        await probe.Expect("done");
    }
}
