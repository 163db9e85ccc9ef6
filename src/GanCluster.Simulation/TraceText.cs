using GanCluster.Core.Rounds;
using GanCluster.Core.Terms;

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

    public static string Of(IJournalAnswer answer) => answer switch
    {
        OfficeAnswered { Granted: true } granted =>
            $"{granted.From} grants office {granted.Office}, newest {Of(granted.Newest)}",
        OfficeAnswered refused => $"{refused.From} refuses office {refused.Office}, promised {refused.Promised}",
        RowAnswered { Wants: { } wants } row => $"{row.From} wants row {wants} in office {row.Office}",
        RowAnswered row => $"{row.From} has row {row.Place} in office {row.Office}, promised {row.Promised}",
        RowRead read => $"{read.From} tells {Of(read.Row)}",
        _ => answer.ToString() ?? "",
    };

    private static string Of(JournalRow? row) => row is null ? "nothing" : $"{row.Entry?.ToString() ?? row.Id.ToString()}, written in office {row.Office}";

    public static string Of(IWorkerOrder order) => order switch
    {
        RoundAssignment assignment => $"compute {assignment.Id} from step {assignment.Steps.First}",
        Committed committed => $"commit {committed.Id}, step {committed.Step}",
        AttemptFenced fenced => $"end {fenced.Id}",
        LoadVersion load => $"load step {load.Step} from {load.Source}",
        _ => order.ToString() ?? "",
    };
}
