using GanCluster.Core.Rounds;

namespace GanCluster.Core.Tests.Rounds;

/// <summary>Writes down what the parameter averaging does, a line each.</summary>
internal sealed class RecordingAveraging : IAveragingEffects
{
    private readonly List<string> _lines = [];

    public List<RoundRecord> Records { get; } = [];

    public string[] Flush()
    {
        var lines = _lines.ToArray();
        _lines.Clear();
        return lines;
    }

    public void Send(WorkerId worker, IWorkerOrder order) => _lines.Add($"{worker} <- {Text(order)}");

    public void Write(RoundRecord record) => _lines.Add($"write {Text(record.Id)} version {record.Version}");

    public void Ended(IAttemptEnd end)
    {
        if (end is AttemptCommitted committed)
        {
            Records.Add(committed.Record);
        }

        _lines.Add(end switch
        {
            AttemptCommitted c => $"committed {Text(c.Id)} version {c.Commit.Version}",
            AttemptAbandoned a => $"abandoned {Text(a.Id)}: {a.Reason}",
            _ => end.ToString()!,
        });
    }

    public void WakeAt(TimeSpan at) => _lines.Add($"wake at {at.TotalSeconds:0.#}");

    private static string Text(IWorkerOrder order) => order switch
    {
        RoundAssignment a => $"compute {Text(a.Id)} version {a.Version} steps {a.Steps.First}+{a.Steps.Count} " +
            $"ranges {string.Join(',', a.Ranges)} with {string.Join(',', a.Participants)}" +
            (a.Last is { } last ? $" after {Text(last.Id)}" : ""),
        Committed c => $"commit {Text(c.Id)} step {c.Step}",
        AttemptFenced f => $"end {Text(f.Id)}: {f.Reason}",
        _ => order.ToString()!,
    };

    private static string Text(AttemptId id) => $"{id.Round}.{id.Attempt}";
}
