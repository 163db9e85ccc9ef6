using System.Globalization;
using System.Text.Json.Nodes;

namespace GanCluster.Node.Throughput;

/// <summary>A run's pace after its warm-up.</summary>
/// <param name="Images">That D saw in <paramref name="Time"/>.</param>
internal sealed record ThroughputFigures(
    ThroughputQuestion Question, string Run, long Images, long Steps, TimeSpan Time, int Faults)
{
    /// <summary>Null: none was made.</summary>
    internal RecordingShare? Recording { get; init; }

    internal int Workers { get; init; } = Question.WorkersPerNode * Math.Max(1, Question.Nodes);

    private double ImagesPerSecond => Images / Time.TotalSeconds;

    private double MillisecondsPerStep => Time.TotalMilliseconds / Steps;

    internal JsonObject ToJson()
    {
        var figures = new JsonObject
        {
            ["images_per_s"] = Math.Round(ImagesPerSecond, 2),
            ["workers"] = Workers,
            ["nodes"] = Question.Nodes,
            ["steps"] = Steps,
            ["ms_per_step"] = Math.Round(MillisecondsPerStep, 2),
            ["run"] = Run,
            ["faults"] = Faults,
        };
        if (Recording is { } recording)
        {
            figures["recordings_per_step"] = Math.Round(recording.PerStep, 2);
            figures["ns_per_recording"] = Math.Round(recording.Nanoseconds, 1);
            figures["recording_share"] = recording.Of(MillisecondsPerStep);
        }

        return figures;
    }

    public override string ToString()
    {
        var nodes = Question.Nodes > 0 ? $"{Question.Nodes} nodes, " : "";
        var recording = Recording is not { } r ? "" : string.Create(
            CultureInfo.InvariantCulture,
            $"; {r.PerStep:0.0} recordings a step and worker at {r.Nanoseconds:0} ns take "
            + $"{r.Of(MillisecondsPerStep) * 100:0.0000} % of a step");
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{Run}: {ImagesPerSecond:0.0} images/s, {MillisecondsPerStep:0.0} ms a step, {nodes}{Workers} workers{recording}");
    }
}

/// <summary>What the recording of metrics takes of a worker's step.</summary>
internal sealed record RecordingShare(double PerStep, double Nanoseconds)
{
    internal double Of(double millisecondsPerStep) => PerStep * Nanoseconds / 1e6 / millisecondsPerStep;
}
