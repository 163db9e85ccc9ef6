using GanCluster.Cluster.Scale;
using GanCluster.Core.Runs;

namespace GanCluster.Cluster.Tests.Scale;

public class SimulatedFleetSpecs
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    /// <summary>What each of a thousand workers is sent is no more than what each of a hundred is.</summary>
    [Fact]
    public async Task A_round_takes_no_more_memory_for_each_worker_when_they_are_many()
    {
        var (few, many) = (double.MaxValue, double.MaxValue);
        for (var tried = 0; tried < 5; tried++)
        {
            // Whatever the process does besides only adds.
            (few, many) = (Math.Min(few, await Allocated(100)), Math.Min(many, await Allocated(1_000)));
            if (many < 2 * few)
            {
                return;
            }
        }

        Assert.Fail($"{few:0} bytes a worker and round with 100 workers, {many:0} with 1,000");
    }

    [Theory]
    [InlineData(SyncMode.Gradients)]
    [InlineData(SyncMode.Parameters)]
    public async Task Thirty_simulated_workers_of_four_nodes_commit_the_rounds_that_are_asked_for(SyncMode sync)
    {
        var figures = await SimulatedFleet.Run(
            new FleetQuestion(30, WorkersPerNode: 8, Replicas: 60, sync, TimeSpan.FromMilliseconds(2), Rounds: 3),
            TimeProvider.System,
            CancellationToken.None).WaitAsync(Deadline);

        Assert.InRange(figures.Steps, sync == SyncMode.Parameters ? 60 : 3, sync == SyncMode.Parameters ? 60 : long.MaxValue);
        Assert.InRange(figures.Messages, 3 * 30, long.MaxValue);
        Assert.InRange(figures.Busy, TimeSpan.FromTicks(1), figures.Taken * 2);
        Assert.InRange(figures.ToFirst, TimeSpan.FromTicks(1), figures.ToLast);
    }

    private static async Task<double> Allocated(int workers)
    {
        var figures = await SimulatedFleet.Run(
            new FleetQuestion(
                workers, WorkersPerNode: workers, Replicas: workers, SyncMode.Parameters, TimeSpan.FromMilliseconds(1),
                Rounds: 3),
            TimeProvider.System,
            CancellationToken.None).WaitAsync(Deadline);
        return (double)figures.Allocated / 3 / workers;
    }
}
