using GanCluster.Core.Rounds;

namespace GanCluster.Core.Tests.Rounds;

/// <summary>Writes down what the coordinator does, a line each.</summary>
internal sealed class RecordingEffects : ICoordinatorEffects
{
    private readonly List<string> _lines = [];

    public string[] Flush()
    {
        var lines = _lines.ToArray();
        _lines.Clear();
        return lines;
    }

    public void Open(Attempt a) => _lines.Add(
        $"open {Text(a.Id)} version {a.Version} steps {a.Steps.First}+{a.Steps.Count} with {a.Ranges.Text()} " +
        $"for {a.Patience.TotalSeconds:0.#} s");

    public void End(EndAttempt end) => _lines.Add($"end {Text(end.Id)}: {end.Reason}");

    public void Ended(IAttemptEnd end) => _lines.Add(end switch
    {
        AttemptCommitted c => $"record the commit of {Text(c.Id)}",
        AttemptAbandoned a => $"record the end of {Text(a.Id)}: {a.Reason}",
        _ => end.ToString()!,
    });

    public void Release(WorkerId worker) => _lines.Add($"release {worker}");

    public void Lose(WorkerId worker, string reason) => _lines.Add($"lose {worker}: {reason}");

    public void Heal(WorkerId worker, WorkerId source) => _lines.Add($"heal {worker} from {source}");

    public void TakeSnapshot(WorkerId worker, long step, SnapshotPurpose purpose) =>
        _lines.Add($"snapshot {worker} step {step} {purpose}");

    public void KeepSafeCopy(long step, SnapshotPurpose purpose) => _lines.Add($"keep the copy of step {step} {purpose}");

    public void Moved(string reason) => _lines.Add($"move: {reason}");

    public void RolledBack(Decision.RollBack rollBack, long from) =>
        _lines.Add($"roll back from step {from} to {rollBack.To.Step} as course {rollBack.Course}: {rollBack.Reason}");

    public void Write(HealthWord word) => _lines.Add($"write {word.Entry}");

    public void WakeAt(TimeSpan at) => _lines.Add($"wake at {at.TotalSeconds:0.#}");

    public void Finish(bool succeeded, string reason) => _lines.Add($"{(succeeded ? "finish" : "fail")}: {reason}");

    private static string Text(AttemptId id) => $"{id.Round}.{id.Attempt}";
}
