using GanCluster.Core.Rounds;

namespace GanCluster.Core.Tests.Rounds;

/// <summary>Writes down what the coordinator does, a line each.</summary>
internal sealed class RecordingEffects : ICoordinatorEffects
{
    public List<string> Lines { get; } = [];

    public List<AttemptId> Opened { get; } = [];

    public List<RoundRecord> Records { get; } = [];

    public string[] Flush()
    {
        var lines = Lines.ToArray();
        Lines.Clear();
        return lines;
    }

    public void Assign(WorkerId worker, RoundAssignment a) => Lines.Add(
        $"assign {worker} {a.Id.Round}.{a.Id.Attempt} version {a.Version} steps {a.Steps.First}+{a.Steps.Count} " +
        $"ranges {string.Join(',', a.Ranges)} with {string.Join(',', a.Participants)}" +
        (a.Last is { } last ? $" after {last.Id.Round}.{last.Id.Attempt}" : ""));

    public void Open(OpenAttempt attempt) => Opened.Add(attempt.Id);

    public void Release(WorkerId worker) => Lines.Add($"release {worker}");

    public void Abandon(AttemptId id, string reason) => Lines.Add($"abandon {id.Round}.{id.Attempt}: {reason}");

    public void Commit(Committed committed, RoundRecord record)
    {
        Lines.Add($"commit {committed.Id.Round}.{committed.Id.Attempt} version {committed.Version} step {committed.Step}");
        Records.Add(record);
    }

    public void Answer(WorkerId worker, IWorkerCommand answer) => Lines.Add($"answer {worker}: {answer switch
    {
        Committed committed => $"commit {committed.Id.Round}.{committed.Id.Attempt}",
        AttemptFenced fenced => $"end {fenced.Id.Round}.{fenced.Id.Attempt}",
        _ => answer.ToString(),
    }}");

    public void Lose(WorkerId worker, string reason) => Lines.Add($"lose {worker}: {reason}");

    public void Heal(WorkerId worker, WorkerId source) => Lines.Add($"heal {worker} from {source}");

    public void TakeSnapshot(WorkerId worker, long step, SnapshotPurpose purpose) =>
        Lines.Add($"snapshot {worker} step {step} {purpose}");

    public void WakeAt(TimeSpan at) => Lines.Add($"wake at {at.TotalSeconds:0.#}");

    public void Finish(bool succeeded, string reason) => Lines.Add($"{(succeeded ? "finish" : "fail")}: {reason}");
}
