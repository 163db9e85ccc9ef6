namespace GanCluster.EndToEnd.Tests.Nodes;

/// <summary>How soon something happens: beside nothing else.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class TimedCollection
{
    public const string Name = "timed";
}
