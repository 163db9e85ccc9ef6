using System.Diagnostics.Metrics;
using GanCluster.Core.Observers;
using GanCluster.Core.Rounds;
using GanCluster.Core.Runs;

namespace GanCluster.Telemetry.Metrics;

/// <summary>
/// Every instrument of a node, each with unit and description. A method says what has happened. What belongs to the coordinator
/// is seen once <see cref="RunBegan"/> was called, what belongs to a worker once <see cref="WorkersBegan"/> was: no node shows
/// zeros for what it does not do.
/// </summary>
public sealed partial class GanClusterInstruments : IDisposable
{
    public const string MeterName = "GanCluster";

    private readonly Meter _meter = new(MeterName);
    private readonly Gauge<double> _generatorLoss;
    private readonly Gauge<double> _discriminatorLoss;
    private readonly Gauge<double> _score;
    private readonly Gauge<double> _gradientNorm;
    private readonly Gauge<double> _replicaDrift;
    private readonly Gauge<double> _learningRate;
    private readonly Gauge<double> _measure;
    private readonly Counter<long> _steps;
    private readonly Counter<long> _images;
    private readonly Counter<long> _rounds;
    private readonly Counter<long> _nonfinite;
    private readonly Counter<long> _faults;
    private readonly Counter<long> _joins;
    private readonly Counter<long> _hashes;
    private readonly Counter<long> _redone;
    private readonly Counter<long> _rollbacks;
    private readonly Counter<long> _refused;
    private readonly Counter<long> _pageRefused;
    private readonly Counter<long> _checkpoints;
    private readonly Histogram<double> _roundTime;
    private readonly Histogram<double> _checkpointTime;
    private readonly Gauge<double> _lastCheckpoint;
    private readonly Histogram<double> _phaseTime;
    private readonly Counter<long> _workerImages;
    private ScoreScale _scale;

    public GanClusterInstruments()
    {
        _generatorLoss = _meter.CreateGauge<double>(
            "gancluster.generator.loss", "{loss}", "The generator's loss, the mean over a round's steps and replicas.");
        _discriminatorLoss = _meter.CreateGauge<double>(
            "gancluster.discriminator.loss",
            "{loss}",
            "The discriminator's loss with its penalties, the mean over a round's steps and replicas.");
        _score = _meter.CreateGauge<double>(
            "gancluster.discriminator.score",
            "{score}",
            "What the discriminator gives real and generated samples, as a probability or as its raw output.");
        _gradientNorm = _meter.CreateGauge<double>(
            "gancluster.gradient.norm",
            "{gradient}",
            "Norm of the gradient of a round's last step: of the mean over the replicas, or in parameters the mean of their norms.");
        _replicaDrift = _meter.CreateGauge<double>(
            "gancluster.replica.drift",
            "{drift}",
            "How far the replicas' local steps had led them from their mean when they were averaged, by the mean's norm.");
        _learningRate = _meter.CreateGauge<double>(
            "gancluster.learning.rate", "{rate}", "The learning rate of a round's first step.");
        _measure = _meter.CreateGauge<double>(
            "gancluster.measure", "{measure}", "A measure of the version that was last evaluated.");
        _steps = _meter.CreateCounter<long>("gancluster.steps", "{step}", "Steps committed.");
        _redone = _meter.CreateCounter<long>(
            "gancluster.redone.steps", "{step}", "Steps computed again because nobody was left that held them.");
        _rollbacks = _meter.CreateCounter<long>(
            "gancluster.rollbacks", "{rollback}", "Times that the run went back to a healthy version.");
        _images = _meter.CreateCounter<long>("gancluster.images", "{image}", "Real images in committed steps.");
        _rounds = _meter.CreateCounter<long>("gancluster.rounds", "{round}", "Attempts at rounds, by how they ended.");
        _nonfinite = _meter.CreateCounter<long>(
            "gancluster.nonfinite.rounds", "{round}", "Committed rounds with a loss that is infinite or not a number.");
        _faults = _meter.CreateCounter<long>("gancluster.faults", "{fault}", "Workers lost and attempts abandoned.");
        _joins = _meter.CreateCounter<long>("gancluster.joins", "{worker}", "Workers that came, or came back.");
        _hashes = _meter.CreateCounter<long>(
            "gancluster.hashes", "{hash}", "Hashes of a round's result that workers reported: as committed, or odd, for which one is lost.");
        _refused = _meter.CreateCounter<long>("gancluster.refused", "{refusal}", "Nodes and connections turned away.");
        _pageRefused = _meter.CreateCounter<long>(
            "gancluster.page.refused", "{request}", "Requests to change the run that came without its token, or with another.");
        _checkpoints = _meter.CreateCounter<long>("gancluster.checkpoints", "{checkpoint}", "Checkpoints, by how they ended.");
        _roundTime = _meter.CreateHistogram<double>(
            "gancluster.round.duration", "s", "From opening to commit of a round.", advice: Seconds);
        _checkpointTime = _meter.CreateHistogram<double>(
            "gancluster.checkpoint.duration", "s", "Time to write a checkpoint.", advice: Seconds);
        _lastCheckpoint = _meter.CreateGauge<double>(
            "gancluster.last.checkpoint.timestamp", "s", "When the last checkpoint was whole, in Unix time.");
        _phaseTime = _meter.CreateHistogram<double>(
            "gancluster.phase.duration", "s", "Time that a worker spends in a phase of a step or round.", advice: Seconds);
        _workerImages = _meter.CreateCounter<long>(
            "gancluster.worker.images", "{image}", "Real images that a worker has computed on, abandoned attempts included.");
        Observe();
    }

    /// <summary>1 ms to about 2 minutes, doubling.</summary>
    private static InstrumentAdvice<double> Seconds { get; } = new()
    {
        HistogramBucketBoundaries = [.. Enumerable.Range(0, 18).Select(k => 0.001 * (1 << k))],
    };

    /// <summary>A round whose version was lost was computed again.</summary>
    public void RoundRedone(RoundRecord record)
    {
        _redone.Add(record.Steps.Count);
        _rounds.Add(1, Tag("outcome", "redone"));
    }

    public void RolledBack() => _rollbacks.Add(1);

    /// <param name="rates">Null: they are not known.</param>
    public void RoundCommitted(RoundRecord record, long images, LearningRates? rates = null)
    {
        var mean = record.Statistics;
        _steps.Add(record.Steps.Count);
        _images.Add(images);
        _rounds.Add(1, Tag("outcome", "committed"));
        _hashes.Add(record.Reports.Length, Tag("outcome", "agreed"));
        _roundTime.Record(record.Duration.TotalSeconds);
        _generatorLoss.Record(mean.LossG);
        _discriminatorLoss.Record(mean.LossD);
        _score.Record(mean.ScoreReal, Tag("kind", "real"), Tag("scale", NameOf(_scale)));
        _score.Record(mean.ScoreFake, Tag("kind", "fake"), Tag("scale", NameOf(_scale)));
        RecordOf(_gradientNorm, mean.NormD, mean.NormG);
        if (double.IsFinite(mean.Drift))
        {
            _replicaDrift.Record(mean.Drift);
        }

        var (rateD, rateG) = rates ?? LearningRates.Unknown;
        RecordOf(_learningRate, rateD, rateG);
        if (!double.IsFinite(mean.LossG) || !double.IsFinite(mean.LossD))
        {
            _nonfinite.Add(1);
        }
    }

    public void AttemptAbandoned()
    {
        _rounds.Add(1, Tag("outcome", "abandoned"));
        _faults.Add(1, Tag("kind", "attempt_abandoned"));
    }

    /// <param name="isOdd">For bits that the others do not have.</param>
    public void WorkerLost(bool isOdd = false)
    {
        _faults.Add(1, Tag("kind", "worker_lost"));
        _hashes.Add(isOdd ? 1 : 0, Tag("outcome", "odd"));
    }

    public void WorkersJoined(int count) => _joins.Add(count);

    public void NodeRefused(RefusalKind kind) => _refused.Add(1, Tag("reason", NameOf(kind)));

    public void RequestRefused(RequestRefusal refusal) => _pageRefused.Add(1, Tag("reason", NameOf(refusal)));

    public void MessageDropped() => Interlocked.Increment(ref _dropped);

    public void CheckpointWritten(TimeSpan took, DateTimeOffset at)
    {
        _checkpoints.Add(1, Tag("outcome", "written"));
        _checkpointTime.Record(took.TotalSeconds);
        _lastCheckpoint.Record(at.ToUnixTimeMilliseconds() / 1000.0);
    }

    public void CheckpointFailed() => _checkpoints.Add(1, Tag("outcome", "failed"));

    public void Measured(string name, double value) => _measure.Record(value, Tag("name", name));

    public void PhaseEnded(Phase phase, TimeSpan took) => _phaseTime.Record(took.TotalSeconds, Tag("phase", NameOf(phase)));

    public void ImagesComputed(WorkerId worker, long images) => _workerImages.Add(images, Tag("worker", worker.Value));

    public void Dispose() => _meter.Dispose();

    /// <summary>What is not known is not shown.</summary>
    private static void RecordOf(Gauge<double> gauge, double discriminator, double generator)
    {
        if (!double.IsNaN(discriminator) && !double.IsNaN(generator))
        {
            gauge.Record(discriminator, Tag("network", "discriminator"));
            gauge.Record(generator, Tag("network", "generator"));
        }
    }

    private static string NameOf(ScoreScale scale) => scale == ScoreScale.Probability ? "probability" : "raw";

    private static KeyValuePair<string, object?> Tag(string key, object? value) => new(key, value);
}
