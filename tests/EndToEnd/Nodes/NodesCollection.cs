namespace GanCluster.EndToEnd.Tests.Nodes;

/// <summary>Trainings by processes, which start and wait more than they compute: one at a time, beside those of
/// <see cref="Runs.RunCollection"/>. So none may take data that the environment names, which tests of that change.</summary>
[CollectionDefinition(Name)]
public sealed class NodesCollection
{
    public const string Name = "nodes";
}
