using GanCluster.Core.Workers;

namespace GanCluster.Exchange.Tests;

/// <summary>What every exchange owes its participants, whatever it goes over.</summary>
/// <param name="create">Makes the exchange of each of so many participants; in one process it may be the same for all.</param>
public abstract class ParameterExchangeSuite(Func<int, IReadOnlyList<IParameterExchange>> create)
{
    public static TheoryData<int, int, int> Shapes => new()
    {
        { 1, 1, 100 },
        { 1, 5, 37 },
        { 2, 2, 16 },
        { 2, 5, 1 }, // one participant has no segment
        { 3, 8, 1000 },
        { 4, 4, 33 },
        { 5, 5, 3 }, // fewer floats than participants
        { 5, 13, 4099 },
    };

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Every_participant_gets_the_trees_sum_bit_for_bit(int workers, int replicas, int length)
    {
        var vectors = new ReplicaVectors(replicas, length, seed: workers + length);
        using var team = new Team(create(workers));

        var sums = team.Run(Attempts.Id(1), (session, rank, waiting) => vectors.SumOf(session, rank, workers, waiting));

        Assert.All(sums, sum => Assert.Equal(vectors.Expected(), sum));
    }

    [Fact]
    public void The_vectors_given_are_left_unchanged()
    {
        var vectors = new ReplicaVectors(4, 100, seed: 1);
        using var team = new Team(create(2));

        team.Run(Attempts.Id(1), (session, rank, waiting) =>
        {
            var nodes = vectors.Nodes(rank, 2);
            var before = nodes.Select(n => n.Values.ToArray()).ToList();
            session.Sum(vectors.Tree, nodes, new float[100], waiting);
            Assert.Equal(before, nodes.Select(n => n.Values.ToArray()));
            return rank;
        });
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(5)]
    public void Two_lengths_in_turn_over_200_rounds_never_mix(int workers)
    {
        var (big, small) = (new ReplicaVectors(7, 777, seed: 2), new ReplicaVectors(7, 50, seed: 3));
        var expected = (Big: big.Expected(), Small: small.Expected());
        using var team = new Team(create(workers));

        for (var attempt = 1; attempt <= 2; attempt++)
        {
            team.Run(Attempts.Id(attempt), (session, rank, waiting) =>
            {
                for (var round = 0; round < 100; round++)
                {
                    // The factor is a power of two, so that the sum is the expected one times it.
                    var factor = MathF.Pow(2, round % 5);
                    AssertSum(expected.Big, factor, big.SumOf(session, rank, workers, waiting, factor));
                    AssertSum(expected.Small, factor, small.SumOf(session, rank, workers, waiting, factor));
                }

                return rank;
            });
        }
    }

    [Theory]
    [InlineData(2, 0)]
    [InlineData(3, 2)]
    public void A_break_frees_those_who_wait_for_a_participant_that_never_comes(int workers, int missing)
    {
        var vectors = new ReplicaVectors(workers, 100, seed: 4);
        using var team = new Team(create(workers));
        var running = team.Start(
            Attempts.Id(1),
            Enumerable.Range(0, workers).Where(rank => rank != missing),
            (session, rank, waiting) => vectors.SumOf(session, rank, workers, waiting));
        team.AwaitSignOfLife();

        team.Break(Attempts.Id(1), "the coordinator says so");

        foreach (var end in running)
        {
            var broken = Assert.IsType<ExchangeBrokenException>(end.AwaitFailure());
            Assert.Equal((Attempts.Id(1), "the coordinator says so"), (broken.Id, broken.Message));
        }
    }

    [Fact]
    public void After_a_break_the_next_attempt_gives_the_same_sum()
    {
        var vectors = new ReplicaVectors(5, 100, seed: 5);
        using var team = new Team(create(3));
        var running = team.Start(
            Attempts.Id(1), [0, 1], (session, rank, waiting) => vectors.SumOf(session, rank, 3, waiting));
        team.AwaitSignOfLife();
        team.Break(Attempts.Id(1), "w2 is lost");
        Assert.All(running, end => Assert.IsType<ExchangeBrokenException>(end.AwaitFailure()));

        var sums = team.Run(
            Attempts.Id(2), (session, rank, waiting) => vectors.SumOf(session, rank, 2, waiting), participants: 2);

        Assert.All(sums, sum => Assert.Equal(vectors.Expected(), sum));
    }

    [Fact]
    public void A_fenced_attempt_and_every_older_one_cannot_be_joined()
    {
        using var team = new Team(create(1));

        team.Break(Attempts.Id(2), "fenced");
        team.Break(Attempts.Id(1), "fenced late");

        Assert.Throws<ExchangeBrokenException>(() => team.Join(Attempts.Id(2), 0));
        Assert.Throws<ExchangeBrokenException>(() => team.Join(Attempts.Id(1), 0));
        team.Join(Attempts.Id(3), 0).Dispose();
    }

    [Fact]
    public void A_break_of_a_newer_attempt_frees_those_who_wait_in_an_older_one()
    {
        var vectors = new ReplicaVectors(2, 40, seed: 8);
        using var team = new Team(create(2));
        var old = team.Start(Attempts.Id(1), [0], (session, rank, waiting) => vectors.SumOf(session, rank, 2, waiting));
        team.AwaitSignOfLife();

        team.Break(Attempts.Id(2), "another term");

        Assert.Equal("another term", Assert.IsType<ExchangeBrokenException>(Assert.Single(old).AwaitFailure()).Message);
    }

    [Fact]
    public void The_first_reason_of_a_break_stays()
    {
        var vectors = new ReplicaVectors(2, 40, seed: 9);
        using var team = new Team(create(2));
        using var session = team.Join(Attempts.Id(1), 0);

        team.Break(Attempts.Id(1), "the first");
        team.Break(Attempts.Id(1), "the second");

        var broken = Assert.Throws<ExchangeBrokenException>(
            () => vectors.SumOf(session, 0, 2, () => Assert.Fail("it waited in a broken attempt")));
        Assert.Equal("the first", broken.Message);
    }

    [Fact]
    public void Other_subtrees_may_come_at_another_sum_of_an_attempt()
    {
        var (few, many) = (new ReplicaVectors(5, 40, seed: 10), new ReplicaVectors(8, 40, seed: 11));
        using var team = new Team(create(3));

        var sums = team.Run(Attempts.Id(1), (session, rank, waiting) => new[]
        {
            few.SumOf(session, rank, 3, waiting),
            many.SumOf(session, rank, 3, waiting),
            few.SumOf(session, rank, 3, waiting),
        });

        Assert.All(sums, sum => Assert.Equal([few.Expected(), many.Expected(), few.Expected()], sum));
    }

    [Fact]
    public void A_break_of_an_older_attempt_disturbs_nothing()
    {
        var vectors = new ReplicaVectors(2, 40, seed: 6);
        using var team = new Team(create(2));

        var sums = team.Run(Attempts.Id(2), (session, rank, waiting) =>
        {
            team.Break(Attempts.Id(1), "late");
            return vectors.SumOf(session, rank, 2, waiting);
        });

        Assert.All(sums, sum => Assert.Equal(vectors.Expected(), sum));
    }

    [Fact]
    public void An_older_attempt_cannot_be_joined_once_a_newer_one_has_begun()
    {
        using var team = new Team(create(1));
        using var newer = team.Join(Attempts.Id(2), 0);

        Assert.Throws<ExchangeBrokenException>(() => team.Join(Attempts.Id(1), 0));
    }

    [Fact]
    public void A_newer_attempt_frees_those_who_wait_in_an_older_one()
    {
        var vectors = new ReplicaVectors(2, 40, seed: 7);
        using var team = new Team(create(2));
        var old = team.Start(Attempts.Id(1), [0], (session, rank, waiting) => vectors.SumOf(session, rank, 2, waiting));
        team.AwaitSignOfLife();

        team.Join(Attempts.Id(2), 1).Dispose();
        team.Break(Attempts.Id(1), "abandoned");

        Assert.IsType<ExchangeBrokenException>(Assert.Single(old).AwaitFailure());
    }

    private static void AssertSum(float[] expected, float factor, float[] sum) =>
        Assert.Equal(expected.Select(x => x * factor), sum);
}
