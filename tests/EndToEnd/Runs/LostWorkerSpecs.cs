using GanCluster.Core.Ledger;
using GanCluster.Core.Observers;
using GanCluster.Core.Rounds;
using GanCluster.Core.Workers;
using GanCluster.Node.Cluster;
using GanCluster.Node.Http;
using GanCluster.Node.Runs;
using GanCluster.Node.Training;
using GanCluster.Telemetry.Page;
using GanCluster.Training.Checkpoints;
using GanCluster.Training.Data;
using GanCluster.Training.Parts;

namespace GanCluster.EndToEnd.Tests.Runs;

/// <summary>A worker's thread that dies changes how long a run takes, and never what it computes.</summary>
[Collection(RunCollection.Name)]
public sealed class LostWorkerSpecs
{
    private const int Steps = 12;

    [Theory]
    [InlineData("gradients", 1)]
    [InlineData("gradients", 70)]
    [InlineData("parameters", 1)]
    [InlineData("parameters", 90)]
    public void A_worker_that_throws_is_lost_and_the_weights_are_those_of_the_quiet_run(string sync, int read)
    {
        var request = RunRequest.Resolve(
            RunParts.BuiltIn, "ring8", ["replicas=4", "batch=16", $"sync={sync}", "syncEvery=4"], seed: 1, Steps, images: null, workers: 3);
        var data = DataSources.Training(request.Configuration, RunParts.BuiltIn, DataCatalog.OfThisMachine());
        var quiet = Train(request, data);
        var faulty = Train(request, new FaultySource(data, "worker-2", read));

        Assert.Empty(quiet.Faults);
        Assert.Contains("worker-2", faulty.Faults);
        Assert.Equal(quiet.Weights, faulty.Weights);
        Assert.NotEmpty(faulty.Weights);
        foreach (var run in new[] { quiet, faulty })
        {
            Assert.True(run.Succeeded);
            var totals = LedgerAudit.Audit(new SamplePlan(4, 16, 1), 0, Steps, run.Rounds, data.IndexAt);
            Assert.Equal((0, 0, 0), (totals.Lost, totals.Repeated, totals.Unplanned));
            Assert.Equal(Steps * 4 * 16, totals.Read);
        }
    }

    [Fact]
    public void Without_a_worker_left_the_run_fails_and_says_so()
    {
        var request = RunRequest.Resolve(RunParts.BuiltIn, "ring8", ["batch=16"], seed: 1, Steps, images: null, workers: 1);
        var data = DataSources.Training(request.Configuration, RunParts.BuiltIn, DataCatalog.OfThisMachine());
        var recorder = Train(request, new FaultySource(data, "worker-1", 40));
        Assert.False(recorder.Succeeded);
        Assert.Contains("worker-1", recorder.Faults);
    }

    private static Recorder Train(RunRequest request, IDataSource data)
    {
        var recorder = new Recorder();
        using var telemetry = NodeTelemetry.Start(endpoint: null, "", new WorkerPage(() => ""), _ => { });
        var run = new PreparedRun(request, Folder: "", data, HeldOut: null, Start: null, Seconds: null, telemetry);
        recorder.Succeeded = new LocalTraining(_ => { }).Run(run, recorder, CancellationToken.None).Outcome!.Succeeded;
        return recorder;
    }

    /// <summary>Throws once, at the given read of one worker.</summary>
    private sealed class FaultySource(IDataSource source, string worker, int read) : IDataSource
    {
        private int _reads;

        public long? Count => source.Count;

        public IReadOnlyList<long> Shape => source.Shape;

        public int ValuesPerSample => source.ValuesPerSample;

        public long IndexAt(long position) => source.IndexAt(position);

        public void Copy(long index, Span<float> sample)
        {
            if (Thread.CurrentThread.Name == worker && ++_reads == read)
            {
                throw new IOException("the disk is gone");
            }

            source.Copy(index, sample);
        }
    }

    private sealed class Recorder : IRunObserver
    {
        internal bool Succeeded { get; set; }

        internal List<CommittedRound> Rounds { get; } = [];

        internal List<string> Faults { get; } = [];

        internal string Weights { get; private set; } = "";

        public void OnCommitted(RoundRecord record, RunState state) => Rounds.Add(
            new CommittedRound(record.Steps.First, record.Steps.Count, [.. record.Reports.SelectMany(r => r.Contributions)]));

        public void OnFault(RunState state, AttemptId? attempt, WorkerId? worker, string reason) =>
            Faults.Add(worker?.Value ?? "");

        public void OnSnapshot(VersionSnapshot snapshot, SnapshotPurpose purpose, RunState state) => Weights = WeightsHash.Of(
            snapshot.Tensors.Select(t => new NamedTensor(t.Name, [.. t.Shape], t.Values)));
    }
}
