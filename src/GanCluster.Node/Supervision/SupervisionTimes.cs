namespace GanCluster.Node.Supervision;

/// <param name="Listening">From the coordinator's start to its saying where it listens.</param>
/// <param name="Alone">What the coordinator has to end in when all worker nodes are gone, before it is told to.</param>
/// <param name="Ending">From asking a process to end to killing it.</param>
internal sealed record SupervisionTimes(TimeSpan Listening, TimeSpan Alone, TimeSpan Ending)
{
    internal static SupervisionTimes Default { get; } =
        new(TimeSpan.FromSeconds(60), TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(10));
}
