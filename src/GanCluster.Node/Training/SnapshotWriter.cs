using System.Collections.Concurrent;
using GanCluster.Cluster.Coordination;
using GanCluster.Core.Hashing;
using GanCluster.Core.Health;
using GanCluster.Core.Rounds;
using GanCluster.Core.Runs;
using GanCluster.Core.Terms;
using GanCluster.Core.Workers;
using GanCluster.Node.Journal;
using GanCluster.Node.Runs;
using GanCluster.Telemetry.Metrics;
using GanCluster.Training.Checkpoints;
using GanCluster.Training.Data;
using GanCluster.Training.Devices;
using GanCluster.Training.Evaluation;
using GanCluster.Training.Images;
using GanCluster.Training.Libtorch;
using GanCluster.Training.Replicas;
using static TorchSharp.torch;

namespace GanCluster.Node.Training;

/// <param name="At">Where in the run the version stands, which a checkpoint names.</param>
/// <param name="Hash">The version's; null: not known.</param>
/// <param name="Done">Told whether it was written.</param>
internal sealed record SnapshotJob(
    VersionSnapshot Version, SnapshotPurpose Purpose, RunPosition At, Hash128? Hash = null, Action<bool>? Done = null);

/// <summary>
/// Turns snapshots into grids, measures and checkpoints on a thread of its own while the next rounds run. At most two wait; then
/// the worker that brings the next one does.
/// </summary>
internal sealed class SnapshotWriter : IDisposable
{
    private readonly BlockingCollection<Action<RunDatabase>> _jobs = new(boundedCapacity: 2);
    private readonly RunRequest _request;
    private readonly string _folder;
    private readonly GanClusterInstruments _instruments;
    private readonly HealthRecord _health;
    private readonly CheckFeed _checks;
    private readonly Action<string> _note;
    private readonly MeasuredBy _by;
    private readonly CheckpointStore _store;
    private readonly CheckpointStore _safe;
    private readonly Thread _thread;

    internal SnapshotWriter(
        RunRequest request, string folder, IDataSource training, IDataSource? heldOut, GanClusterInstruments instruments, HealthRecord health,
        CheckFeed checks, Action<string> note)
    {
        (_request, _folder, _instruments, _note) = (request, folder, instruments, note);
        (_health, _checks) = (health, checks);
        _by = new MeasuredBy(heldOut)
        {
            Training = training,
            Stacked = StackedModes.Of(request.Configuration, request.Parts, DataCatalog.OfThisMachine(), note),
            Classes = ImageClasses.Of(request.Data, request.Configuration, request.Parts),
        };
        _store = new CheckpointStore(RunFiles.Checkpoints(folder));
        _safe = new CheckpointStore(RunFiles.Safe(folder), keep: 1);
        _store.RemoveLeftovers();
        _safe.RemoveLeftovers();
        _thread = new Thread(Run) { Name = "snapshots", IsBackground = true };
        _thread.Start();
    }

    /// <summary>Of the last version that was written; null before.</summary>
    internal Checkpoint? Checkpoint { get; private set; }

    /// <summary>The figures of the last version that was measured. Read after <see cref="Finish"/>.</summary>
    internal IReadOnlyList<Measure> Measures { get; private set; } = [];

    /// <summary>What kept the last snapshot from being written, if anything did.</summary>
    internal Exception? Failure { get; private set; }

    internal void Enqueue(SnapshotJob job) => _jobs.Add(journal => TryWrite(job, journal));

    /// <summary>The run went back to the healthy version of a step. What is written after this is of the new course.</summary>
    internal void RollBack(long to, int course) => _jobs.Add(journal =>
    {
        _store.RemoveAfter(to, made => made < course);
        _safe.RemoveAfter(to, made => made < course);
        _health.RolledBack(journal, to);
    });

    /// <summary>Others have coordinated meanwhile, and their checks and roll-backs are in the journal.</summary>
    /// <param name="ended">The step at which the run has ended; null: it goes on.</param>
    internal void Renew(long? ended = null) => _jobs.Add(journal =>
    {
        CourseFiles.RemoveVoid(_folder, journal.ReadRollbacks());
        _health.Renew(journal, ended);
    });

    /// <summary>Returns when every snapshot is written.</summary>
    internal void Finish()
    {
        _jobs.CompleteAdding();
        _thread.Join();
    }

    /// <summary>The last checkpoint is written: nobody goes on from the copy.</summary>
    internal void RemoveSafeCopy()
    {
        if (Directory.Exists(RunFiles.Safe(_folder)))
        {
            Directory.Delete(RunFiles.Safe(_folder), recursive: true);
        }
    }

    public void Dispose()
    {
        Finish();
        _jobs.Dispose();
        _by.Stacked?.Dispose();
    }

    private void Run()
    {
        // A connection of its own: one serves one thread.
        using var journal = RunDatabase.Open(RunFiles.Database(_folder), create: false);
        foreach (var job in _jobs.GetConsumingEnumerable())
        {
            job(journal);
        }
    }

    private void TryWrite(SnapshotJob job, RunDatabase journal)
    {
        try
        {
            Failure = null;
            Write(job, journal);
            job.Done?.Invoke(true);
        }
#pragma warning disable CA1031 // The thread's boundary: a full disk, say, must not end a run. The next snapshot tries again.
        catch (Exception e)
#pragma warning restore CA1031
        {
            Failure = e;
            job.Done?.Invoke(false);
            _note($"the snapshot at step {job.Version.Step} was not written: {e.Message}");
            if (_request.Configuration.Health.Acts() && IsCheck(job))
            {
                _checks.Tell(
                    new CheckFailed(
                        job.Version.Course, job.Version.Step, $"the check of step {job.Version.Step} could not be made: {e.Message}"),
                    job.Version);
            }
        }
    }

    private bool IsCheck(SnapshotJob job) =>
        job.Purpose.HasFlag(SnapshotPurpose.Evaluate) && CheckSteps.Includes(_request.Configuration, job.Version.Step);

    private void Write(SnapshotJob job, RunDatabase journal)
    {
        using var gate = FinalizerGate.EnterLong();
        using var scope = NewDisposeScope();
        var family = _request.Parts.FamilyOf(_request.Configuration);
        if (job.Purpose.HasFlag(SnapshotPurpose.Safe) && !job.Purpose.HasFlag(SnapshotPurpose.Checkpoint))
        {
            // A run goes on from it, and nobody samples from it.
            var copy = new TrainedModel(_request.Configuration, family, job.Version, [], []);
            _safe.Save(Manifest(job), copy.Tensors(), copy.Metadata());
        }

        if ((job.Purpose & (SnapshotPurpose.Checkpoint | SnapshotPurpose.Evaluate)) == SnapshotPurpose.None)
        {
            return;
        }

        var model = TrainedModel.Rest(_request.Configuration, family, job.Version, _by.HeldOut, DeviceMemory.Of(_request.Evaluator));
        if (job.Purpose.HasFlag(SnapshotPurpose.Checkpoint))
        {
            Checkpoint = Save(job, model, journal);
            if (job.Done is null)
            {
                _checks.TellSaved(job.Version);
            }
        }

        if (job.Purpose.HasFlag(SnapshotPurpose.Evaluate))
        {
            Measures = VersionMeasures.Of(model, _by);
            foreach (var measure in Measures)
            {
                journal.AppendMeasure(new MeasureRow(job.Version.Step, measure.Name, measure.Value, measure.Seed));
                _instruments.Measured(measure.Name, measure.Value);
            }

            _health.OnChecked(journal, job.Version.Step);
            if (IsCheck(job))
            {
                var measured = Measures.Select(measure => new Measured(measure.Name, measure.Value, measure.Seed));
                _checks.Tell(
                    new CheckJudged(job.Version.Course, _health.Checks.Judged[^1]) { Measures = [.. measured] }, job.Version);
            }

            if (SamplePicture.Of(model, _by.HeldOut) is { } picture)
            {
                Directory.CreateDirectory(RunFiles.Samples(_folder));
                Png.Write(RunFiles.Grid(_folder, job.Version.Step), picture);
            }
        }
    }

    /// <summary>What may be gone back to stays, and what is not judged yet: here, or where another coordinates.</summary>
    private Checkpoint Save(SnapshotJob job, TrainedModel model, RunDatabase journal)
    {
        var entries = JournalRows.Entries(journal, new RunId(_request.Name)).ToList();
        var told = JournalledRun.Of(entries).Checks;
        var (healthy, judged) = entries.Count == 0
            ? (_health.HealthyStep, _health.JudgedStep)
            : (told.HealthyStep, told.Judged is [.., var last] ? last.Step : 0);
        var started = TimeProvider.System.GetTimestamp();
        try
        {
            var saved = _store.Save(Manifest(job), model.Tensors(), model.Metadata(), healthy, step => step > judged && CheckSteps.Includes(_request.Configuration, step));
            _instruments.CheckpointWritten(TimeProvider.System.GetElapsedTime(started), TimeProvider.System.GetUtcNow());
            return saved;
        }
        catch
        {
            _instruments.CheckpointFailed();
            throw;
        }
    }

    private CheckpointManifest Manifest(SnapshotJob job) => new()
    {
        Run = _request.Name,
        Seed = _request.Configuration.Seed,
        Step = job.Version.Step,
        Images = RunLength.ImagesAfter(_request.Configuration, job.Version.Step),
        Round = job.At.Round - 1,
        Version = job.At.Version,
        Course = job.Version.Course,
        Hash = (job.Hash ?? FirstVersion.HashOf(_request.Parts.FamilyOf(_request.Configuration), job.Version)).ToString(),
        ConfigurationHash = RunIdentity.ConfigurationHash(_request.Configuration),
        DataSha256 = _request.DataSha256,
        From = _request.From,
        Kernels = _request.Kernels,
        Created = TimeProvider.System.GetUtcNow(),
    };
}
