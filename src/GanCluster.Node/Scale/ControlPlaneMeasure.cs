using GanCluster.Core.Runs;
using GanCluster.Node.Throughput;
using GanCluster.Simulation.Scale;

namespace GanCluster.Node.Scale;

/// <summary>What the round rules cost on one core, without messages, threads and tensors.</summary>
internal sealed class ControlPlaneMeasure(TimeProvider time)
{
    private const int Rounds = 5;
    private const int Deaths = 5;

    /// <summary>At 10, 100, 1,000 and so on up to so many workers, each with the same share of replicas.</summary>
    internal ControlPlaneFigures Measure(int workers, int replicas, CancellationToken stop)
    {
        // What is compiled meanwhile is not measured.
        for (var n = 0; n < 3; n++)
        {
            _ = Row(Math.Min(workers, 200), Math.Min(replicas, 400));
        }

        var rows = new List<ControlPlaneRow>();
        for (var size = 10L; size < workers; size *= 10)
        {
            stop.ThrowIfCancellationRequested();
            rows.Add(Row((int)size, (int)Math.Max(size, replicas * size / workers)));
        }

        stop.ThrowIfCancellationRequested();
        return new ControlPlaneFigures([.. rows, Row(workers, replicas)]);
    }

    private ControlPlaneRow Row(int workers, int replicas)
    {
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var plane = new ControlPlane(workers, replicas, SyncMode.Parameters);
        var joined = Timed(plane.JoinAllButOne);
        var first = Timed(() => plane.Join(workers - 1));
        var held = 0L;
        var (taken, turns) = (new List<double>(), new List<double>());
        var (assignments, deaths) = (new List<double> { first }, new List<double>());
        for (var round = 0; round < Rounds; round++)
        {
            var reports = plane.Reports();
            taken.Add(Timed(() =>
            {
                foreach (var report in reports[..^1])
                {
                    plane.Say(report);
                }
            }) / Math.Max(1, reports.Length - 1));
            held = round == 0 ? GC.GetTotalMemory(forceFullCollection: true) - before : held;
            turns.Add(Timed(() => plane.Say(reports[^1])));
            assignments.Add(Timed(plane.Plan));
        }

        for (var dead = 0; dead < Math.Min(Deaths, workers - 1); dead++)
        {
            deaths.Add(Timed(() => plane.Lose(dead)));
        }

        return new ControlPlaneRow(workers, replicas)
        {
            JoinSeconds = joined,
            AssignmentSeconds = AveragingWay.Median(assignments),
            ReportsPerSecond = 1 / AveragingWay.Median(taken),
            TurnSeconds = AveragingWay.Median(turns),
            DeathSeconds = deaths.Max(),
            BytesPerWorker = (double)held / workers,
        };
    }

    private double Timed(Action what)
    {
        var from = time.GetTimestamp();
        what();
        return time.GetElapsedTime(from).TotalSeconds;
    }
}
