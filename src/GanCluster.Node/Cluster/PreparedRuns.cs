using GanCluster.Cluster.Coordination;
using GanCluster.Core.Observers;
using GanCluster.Core.Rounds;
using GanCluster.Core.Workers;
using GanCluster.Node.Training;

namespace GanCluster.Node.Cluster;

/// <summary>What the coordinator of a prepared run goes by, whoever computes for it.</summary>
internal static class PreparedRuns
{
    /// <param name="note">Told what the coordinator has to say to the user, a line each.</param>
    /// <param name="journal">Null, as the run's office is: what this process has ends with it.</param>
    internal static CoordinatorSettings Coordinator(
        this PreparedRun run, RoundOptions options, IDataPlane plane, IRunObserver observer, Action<string> note,
        IRoundJournal? journal = null) => new()
    {
        Office = run.Office is { } office && journal is not null
            ? new CoordinatorOffice(office.Number, office.Rounds, office.Last, office.Safe, office.Named, journal)
            : null,
        Options = options,
        Configuration = run.Request.Configuration,
        DataSha256 = run.Request.Digest,
        Kernels = run.Request.Kernels,
        Start = run.Start is { } start ? (start.Version.Step, start.VersionNumber, start.Round + 1) : (0, 0, 1),
        Course = run.Start?.Course ?? 0,
        Health = run.Health,
        Checks = run.Checks,
        Drains = run.Drains,
        Versions = new OwnVersions(run.Start?.Version, run.Healthy, run.Office?.Copy?.Version),
        Data = plane,
        Observer = observer,
        Secret = [],
        Limit = run.Seconds is { } limit ? TimeSpan.FromSeconds(limit) : null,
        Completion = new TaskCompletionSource<RunOutcome>(TaskCreationOptions.RunContinuationsAsynchronously),
        Note = note,
    };

    /// <summary>Of a run that was to be stopped before anybody had begun.</summary>
    internal static RunOutcome Stopped(this PreparedRun run) =>
        new(Succeeded: true, "a stop was asked for", ResumePoint.Begin(run.Start));
}
