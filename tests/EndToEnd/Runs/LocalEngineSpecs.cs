using GanCluster.Exchange.Memory;
using GanCluster.Node.Cluster;
using GanCluster.Node.Runs;
using GanCluster.Node.Training;
using GanCluster.Training.Parts;

namespace GanCluster.EndToEnd.Tests.Runs;

public class LocalEngineSpecs
{
    /// <summary>Otherwise an actor would wait for it, and hold up all that it is told meanwhile.</summary>
    [Fact]
    public void It_is_prepared_once_the_samples_have_their_digest()
    {
        var preparing = Thread.CurrentThread;
        var digest = Task.Run(() =>
        {
            Assert.True(SpinWait.SpinUntil(
                () => preparing.ThreadState.HasFlag(ThreadState.WaitSleepJoin), TimeSpan.FromSeconds(20)));
            return "digest";
        });
        var request = RunRequest.Resolve(RunParts.BuiltIn, "ring8", [], seed: 1, steps: 1, images: null, workers: 1)
            with { Digest = digest };
        var engine = new LocalEngine(
            new PreparedRun(request, "", Data: null!, HeldOut: null, Start: null, Seconds: null, Telemetry: null!), new MemoryPlane());

        engine.Prepare(request.Configuration);

        Assert.True(digest.IsCompletedSuccessfully);
        Assert.Equal("digest", engine.DataSha256);
    }
}
