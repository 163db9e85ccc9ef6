using GanCluster.Core.Runs;
using GanCluster.Training.Evaluation;

namespace GanCluster.Training.Tests;

internal static class TrainedModels
{
    /// <summary>A version after some steps, at rest.</summary>
    internal static TrainedModel After(RunConfiguration configuration, int steps)
    {
        using var replica = Runs.Replica(configuration);
        using var loop = new ReplicaSteps(replica, configuration);
        for (var step = 0; step < steps; step++)
        {
            loop.Make(step);
        }

        replica.Commit(steps);
        return TrainedModel.Rest(configuration, Runs.Family(configuration), replica.Snapshot(), Runs.Data(configuration));
    }
}
