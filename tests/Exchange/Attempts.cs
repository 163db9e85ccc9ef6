using GanCluster.Core.Rounds;

namespace GanCluster.Exchange.Tests;

internal static class Attempts
{
    public static AttemptId Id(int attempt) => new(new RunId("run"), 1, 1, attempt);
}
