namespace GanCluster.Node.Supervision;

/// <param name="Listening">From the coordinator's start to its saying where it listens.</param>
/// <param name="Alone">What the coordinator has to end in when all worker nodes are gone, before it is told to.</param>
/// <param name="Ending">From asking a process to end to killing it.</param>
/// <param name="Leaving">
/// What worker nodes have to end in after their coordinator ended in order. They have heard of it before, but for one that was
/// still starting, and hold nothing that is not recorded.
/// </param>
internal sealed record SupervisionTimes(TimeSpan Listening, TimeSpan Alone, TimeSpan Ending, TimeSpan Leaving)
{
    internal static SupervisionTimes Default { get; } =
        new(TimeSpan.FromSeconds(60), TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(2));
}
