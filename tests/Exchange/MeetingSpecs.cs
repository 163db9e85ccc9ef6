using System.Collections.Concurrent;
using GanCluster.Core.Rounds;
using GanCluster.Core.Workers;
using GanCluster.Exchange.Attempts;

namespace GanCluster.Exchange.Tests;

public class MeetingSpecs
{
    private readonly AttemptLife _life = new(Attempts.Id(1), new object(), TimeSpan.FromHours(1));
    private readonly Meeting _meeting;

    public MeetingSpecs() =>
        _meeting = new Meeting(_life, [new WorkerId("w0"), new WorkerId("w1")], new ConcurrentDictionary<int, Memory<float>>());

    [Fact]
    public void Nobody_begins_to_read_in_a_broken_meeting_even_if_all_have_come()
    {
        Part<int>[] both = [Start(0), Start(1)];
        Assert.All(both, part => part.AwaitResult());

        _life.Break("w1 is lost", new WorkerId("w1"));

        var broken = Assert.Throws<ExchangeBrokenException>(() => _meeting.Read(() => Assert.Fail("it read what may be freed")));
        Assert.Equal((Attempts.Id(1), "w1 is lost", new WorkerId("w1")), (broken.Id, broken.Message, broken.Suspect));
    }

    [Fact]
    public void Nobody_leaves_a_broken_meeting_while_another_reads_wherever_the_break_meets_him()
    {
        using var reading = new ManualResetEventSlim();
        using var release = new ManualResetEventSlim();
        var reader = new Part<int>("the reader", () =>
        {
            _meeting.Read(() =>
            {
                reading.Set();
                Assert.True(release.Wait(TimeSpan.FromSeconds(20)), "the reader was not released within 20 s");
            });
            return 0;
        });
        Assert.True(reading.Wait(TimeSpan.FromSeconds(20)), "nobody read within 20 s");
        _life.Break("w1 is lost");

        var meets = Start(0);
        var reads = new Part<int>("who would read", () =>
        {
            _meeting.Read(() => { });
            return 0;
        });

        Assert.False(meets.Ended(TimeSpan.FromMilliseconds(100)), "who came to meet left while another read");
        Assert.False(reads.Ended(TimeSpan.FromMilliseconds(100)), "who came to read left while another read");
        release.Set();
        reader.AwaitResult();
        Assert.IsType<ExchangeBrokenException>(meets.AwaitFailure());
        Assert.IsType<ExchangeBrokenException>(reads.AwaitFailure());
    }

    private Part<int> Start(int rank) => new($"participant {rank}", () =>
    {
        _meeting.Meet(() => { });
        return rank;
    });
}
