using GanCluster.Core.Rounds;
using static GanCluster.Core.Tests.Rounds.Literal;

namespace GanCluster.Core.Tests.Rounds;

public class ManyWorkersSpecs
{
    private static readonly RoundOptions Few = Options with { Replicas = 12, MaxAttempts = 100_000, TargetStep = 1_000_000 };

    /// <summary>What the rules ask of all workers is kept up at each change. A state that is given its workers anew counts
    /// them.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void What_is_kept_up_decides_as_what_is_counted_anew(int seed)
    {
        var (random, state, now, opened, told) = (new Random(seed), Idle(Ready(1)), Sec(100), 0, 0);
        for (var said = 0; said < 2_000; said++)
        {
            now += Sec(random.NextDouble());
            state = state.Apply(now, Any(random, state)) with { StopReason = null };
            while (true)
            {
                var decision = RoundRules.Decide(now, state, Few);
                var anew = RoundRules.Decide(now, state with { Workers = state.Workers }, Few);
                Assert.Equal((anew.GetType(), anew.Reason), (decision.GetType(), decision.Reason));
                if (decision is Decision.Wait or Decision.FailRun or Decision.FinishRun)
                {
                    break;
                }

                opened += decision is Decision.OpenAttempt ? 1 : 0;
                told += decision is Decision.HealWorker ? 1 : 0;
                state = state.Apply(now, decision) with { StopReason = null };
            }
        }

        Assert.InRange(opened, 20, int.MaxValue);
        Assert.InRange(told, 10, int.MaxValue);
    }

    [Fact]
    public void Each_replica_goes_to_the_worker_that_is_done_with_it_first()
    {
        var random = new Random(5);
        for (var n = 0; n < 200; n++)
        {
            WorkerState[] ready = [.. Enumerable.Range(1, 1 + random.Next(20)).Select(i =>
                Ready(i, random.Next(5) == 0 ? null : (1 + random.Next(4)) / 4.0))];
            var replicas = ready.Length + random.Next(60);

            var ranges = Assignment.BySpeed(replicas, [.. ready]);

            Assert.Equal(Plainly(replicas, ready), ready.Select(w => ranges[w.Id][0].Count));
        }
    }

    private static IRunEvent Any(Random random, RunState state)
    {
        var worker = W(1 + random.Next(9));
        return random.Next(10) switch
        {
            < 3 when state.Open is not null => state.Commit([.. state.Open.Ranges.Keys.Select(
                w => new Combined(state.Open.Id, w, Good, [], [], 1, 10))]),
            3 when state.Open is not null => state.Abandon(new AttemptFault.Broken(worker)),
            4 => new WorkerLost(worker, "killed"),
            5 => random.Next(4) == 0 ? new WorkerLeaving(Guest(random)) : new WorkerJoined(Guest(random), state.Step),
            6 => new WorkerJoined(worker, random.Next(2) == 0 ? -1 : 0),
            7 => new WorkerJoined(W(1), state.Step),
            8 => new WorkerJoined(worker, state.Step),
            _ => Tick.Instance,
        };
    }

    /// <summary>One that leaves never comes back.</summary>
    private static WorkerId Guest(Random random) => W(100 + random.Next(200));

    /// <summary>By looking at all of them for each replica.</summary>
    private static int[] Plainly(int replicas, WorkerState[] ready)
    {
        var known = ready.Select(w => w.SecondsPerReplicaStep).OfType<double>().Order().ToList();
        var loads = new int[ready.Length];
        for (var n = 0; n < replicas; n++)
        {
            loads[Enumerable.Range(0, ready.Length).MinBy(Finish)]++;
        }

        return loads;

        double Finish(int i) => loads[i] == 0
            ? 0
            : (loads[i] + 1) * (ready[i].SecondsPerReplicaStep ?? (known.Count == 0 ? 1 : known[known.Count / 2]));
    }
}
