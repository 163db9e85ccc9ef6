using System.Collections.Concurrent;
using GanCluster.Core.Rounds;
using GanCluster.Core.Runs;
using GanCluster.Core.Workers;
using GanCluster.Node.Journal;
using GanCluster.Node.Runs;
using GanCluster.Telemetry.Metrics;
using GanCluster.Training.Checkpoints;
using GanCluster.Training.Data;
using GanCluster.Training.Devices;
using GanCluster.Training.Evaluation;
using GanCluster.Training.Images;
using GanCluster.Training.Replicas;
using static TorchSharp.torch;

namespace GanCluster.Node.Training;

/// <param name="Record">The round that committed the version, which a checkpoint names; null: it is the one that the run began
/// from, or it has its checkpoint.</param>
internal sealed record SnapshotJob(VersionSnapshot Version, SnapshotPurpose Purpose, RoundRecord? Record);

/// <summary>
/// Turns snapshots into grids, measures and checkpoints on a thread of its own while the next rounds run. At most two wait; then
/// the worker that brings the next one does.
/// </summary>
internal sealed class SnapshotWriter : IDisposable
{
    private readonly BlockingCollection<SnapshotJob> _jobs = new(boundedCapacity: 2);
    private readonly RunRequest _request;
    private readonly string _folder;
    private readonly IDataSource? _heldOut;
    private readonly GanClusterInstruments _instruments;
    private readonly Action<string> _note;
    private readonly CheckpointStore _store;
    private readonly Thread _thread;

    internal SnapshotWriter(
        RunRequest request, string folder, IDataSource? heldOut, GanClusterInstruments instruments, Action<string> note)
    {
        (_request, _folder, _heldOut, _instruments, _note) = (request, folder, heldOut, instruments, note);
        _store = new CheckpointStore(RunFiles.Checkpoints(folder));
        _store.RemoveLeftovers();
        _thread = new Thread(Run) { Name = "snapshots", IsBackground = true };
        _thread.Start();
    }

    /// <summary>Of the last version that was written; null before.</summary>
    internal Checkpoint? Checkpoint { get; private set; }

    /// <summary>The figures of the last version that was measured. Read after <see cref="Finish"/>.</summary>
    internal IReadOnlyList<Measure> Measures { get; private set; } = [];

    /// <summary>What kept the last snapshot from being written, if anything did.</summary>
    internal Exception? Failure { get; private set; }

    internal void Enqueue(SnapshotJob job) => _jobs.Add(job);

    /// <summary>Returns when every snapshot is written.</summary>
    internal void Finish()
    {
        _jobs.CompleteAdding();
        _thread.Join();
    }

    public void Dispose()
    {
        Finish();
        _jobs.Dispose();
    }

    private void Run()
    {
        // A connection of its own: one serves one thread.
        using var journal = RunDatabase.Open(RunFiles.Database(_folder), create: false);
        foreach (var job in _jobs.GetConsumingEnumerable())
        {
            try
            {
                Failure = null;
                Write(job, journal);
            }
#pragma warning disable CA1031 // The thread's boundary: a full disk, say, must not end a run. The next snapshot tries again.
            catch (Exception e)
#pragma warning restore CA1031
            {
                Failure = e;
                _note($"the snapshot at step {job.Version.Step} was not written: {e.Message}");
            }
        }
    }

    private void Write(SnapshotJob job, RunDatabase journal)
    {
        using var scope = NewDisposeScope();
        var model = TrainedModel.Rest(
            _request.Configuration, _request.Parts.FamilyOf(_request.Configuration), job.Version, _heldOut, DeviceMemory.Of(_request.Evaluator));
        if (job.Purpose.HasFlag(SnapshotPurpose.Checkpoint))
        {
            Checkpoint = Save(job, model);
        }

        if (job.Purpose.HasFlag(SnapshotPurpose.Evaluate))
        {
            Measures = VersionMeasures.Of(model, _heldOut);
            foreach (var measure in Measures)
            {
                journal.AppendMeasure(new MeasureRow(job.Version.Step, measure.Name, measure.Value, measure.Seed));
                _instruments.Measured(measure.Name, measure.Value);
            }

            if (SamplePicture.Of(model, _heldOut) is { } picture)
            {
                Directory.CreateDirectory(RunFiles.Samples(_folder));
                Png.Write(RunFiles.Grid(_folder, job.Version.Step), picture);
            }
        }
    }

    private Checkpoint Save(SnapshotJob job, TrainedModel model)
    {
        var started = TimeProvider.System.GetTimestamp();
        try
        {
            var saved = _store.Save(Manifest(job.Version, job.Record), model.Tensors(), model.Metadata());
            _instruments.CheckpointWritten(TimeProvider.System.GetElapsedTime(started), TimeProvider.System.GetUtcNow());
            return saved;
        }
        catch
        {
            _instruments.CheckpointFailed();
            throw;
        }
    }

    private CheckpointManifest Manifest(VersionSnapshot version, RoundRecord? record) => new()
    {
        Run = _request.Name,
        Seed = _request.Configuration.Seed,
        Step = version.Step,
        Images = RunLength.ImagesAfter(_request.Configuration, version.Step),
        Round = record?.Id.Round ?? 0,
        Version = record?.Version ?? 0,
        Hash = (record?.Reports[0].Hash
            ?? FirstVersion.HashOf(_request.Parts.FamilyOf(_request.Configuration), version)).ToString(),
        ConfigurationHash = RunIdentity.ConfigurationHash(_request.Configuration),
        DataSha256 = _request.DataSha256,
        From = _request.From,
        Kernels = _request.Kernels,
        Created = TimeProvider.System.GetUtcNow(),
    };
}
