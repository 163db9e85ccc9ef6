using System.Text.RegularExpressions;
using GanCluster.Ops.Tests.Setup;

namespace GanCluster.Ops.Tests.Slurm;

public sealed class BatchFileSpecs
{
    [Fact]
    public async Task Bash_can_read_it() => (await Tool.Run("bash", "-n", Job.File)).Passed();

    [Fact]
    public async Task A_coordinator_runs_on_the_first_host_and_a_worker_on_each()
    {
        using var job = new Job();

        (await Tool.Run(job.Start(("RUN", "ring8"), ("SEED", "7"), ("DEVICES", "cpu:2")))).Passed();

        var coordinator = job.Lines("coordinator");
        Assert.Equal(["coordinator", "ring8", "--seed", "7", "--workers", "2", "--out"], coordinator[..7]);
        Assert.EndsWith("/runs/ring8-seed7", coordinator[7], StringComparison.Ordinal);
        Assert.Equal(["--host", "n1", "--bind", "0.0.0.0", "--port", "11234", "--secret-file"], coordinator[8..15]);
        foreach (var host in new[] { "n1", "n2" })
        {
            var worker = job.Lines($"worker-{host}");
            Assert.Equal(["worker", "--host", host, "--bind", "0.0.0.0", "--join", "n1:11234"], worker[..7]);
            Assert.Equal("cpu:2", worker[^5]);
            Assert.Equal(coordinator[^4..], worker[^4..]);
        }
    }

    [Fact]
    public async Task Nodes_know_every_option_that_it_gives_them()
    {
        using var job = new Job();
        Directory.CreateDirectory(job.Below("runs/fashion-dcgan-seed1"));
        await File.WriteAllTextAsync(job.Below("runs/fashion-dcgan-seed1/run.db"), "");

        (await Tool.Run(job.Start())).Passed();

        Assert.Contains("--resume", job.Lines("coordinator"));
        await NodeHelp.Knows(job.Lines("coordinator"));
        await NodeHelp.Knows(job.Lines("worker-n1"));
    }

    [Fact]
    public async Task Secret_and_certificate_are_the_user_s_alone_and_go_with_the_job()
    {
        using var job = new Job();

        (await Tool.Run(job.Start())).Passed();

        Assert.Equal(["600", "700"], job.Lines("modes"));
        Assert.Empty(Directory.GetDirectories(job.Below(""), ".gancluster-*"));
    }

    [Fact]
    public async Task A_failed_coordinator_fails_the_job()
    {
        using var job = new Job();

        Assert.Equal(1, (await Tool.Run(job.Start(("CODE", "1")))).Code);
    }

    /// <param name="code">The coordinator's, which only who waits for its end can tell.</param>
    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    public async Task The_signal_before_the_job_s_end_ends_the_run_in_order(int code)
    {
        Assert.Matches(new Regex("^#SBATCH --signal=B:TERM@120$", RegexOptions.Multiline), Repository.Read(Job.File));
        using var job = new Job();
        await File.WriteAllTextAsync(job.Below("late"), "");

        Assert.Equal(code, (await Tool.Run(job.Start(("CODE", $"{code}")))).Code);
    }
}
