using GanCluster.Core.Rounds;

namespace GanCluster.Simulation;

/// <summary>Messages in a few words.</summary>
internal static class TraceText
{
    public static string Of(IRunEvent e) => e switch
    {
        WorkerJoined joined => $"{joined.Worker} joined at step {joined.Step}",
        WorkerLost lost => $"{lost.Worker} is lost: {lost.Reason}",
        WorkerLeaving leaving => $"{leaving.Worker} leaves",
        SnapshotTaken taken => $"{taken.Worker} copied step {taken.Step}",
        Combined report => $"{report.Worker} holds {report.Id}",
        NotFinite diverged => $"{diverged.Worker} saw {diverged.Id} diverge: {diverged.Where}",
        ExchangeBroken broken => $"{broken.Worker} saw {broken.Id} break: {broken.Reason} ({broken.Suspect})",
        _ => e.ToString() ?? "",
    };

    public static string Of(IWorkerOrder order) => order switch
    {
        RoundAssignment assignment => $"compute {assignment.Id} from step {assignment.Steps.First}",
        Committed committed => $"commit {committed.Id}, step {committed.Step}",
        AttemptFenced fenced => $"end {fenced.Id}",
        LoadVersion load => $"load step {load.Step} from {load.Source}",
        _ => order.ToString() ?? "",
    };
}
