using GanCluster.Core.Rounds;
using GanCluster.Core.Workers;

namespace GanCluster.Core.Tests.Workers;

/// <summary>Writes down what a worker does, a line each.</summary>
internal sealed class RecordingWorkerEffects : IWorkerEffects
{
    private readonly List<string> _lines = [];

    /// <summary>All that the coordinator was told.</summary>
    public List<IRunEvent> Said { get; } = [];

    public string[] Flush()
    {
        var lines = _lines.ToArray();
        _lines.Clear();
        return lines;
    }

    public void Compute(RoundAssignment assignment) => _lines.Add($"compute {Text(assignment.Id)}");

    public void Commit(Committed committed) => _lines.Add($"commit {Text(committed.Id)} step {committed.Step}");

    public void Fence(AttemptId id, string reason) => _lines.Add($"fence {Text(id)}: {reason}");

    public void Load(LoadVersion order) => _lines.Add($"load step {order.Step} from {order.Source}");

    public void Tell(IRunEvent e)
    {
        Said.Add(e);
        _lines.Add(e switch
        {
            WorkerJoined joined => $"joined {joined.Worker} step {joined.Step}",
            Combined report => $"report {Text(report.Id)}",
            ExchangeBroken broken => $"broken {Text(broken.Id)}",
            NotFinite diverged => $"not finite {Text(diverged.Id)}",
            _ => e.ToString()!,
        });
    }

    public void WakeAt(TimeSpan at) => _lines.Add($"wake at {at.TotalSeconds:0.#}");

    private static string Text(AttemptId id) => $"{id.Round}.{id.Attempt}";
}
