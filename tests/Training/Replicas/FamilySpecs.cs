using GanCluster.Core.Hashing;
using GanCluster.Core.Noise;
using GanCluster.Core.Rounds;
using GanCluster.Core.Runs;
using GanCluster.Training.Data;
using GanCluster.Training.Evaluation;
using TorchSharp;

namespace GanCluster.Training.Tests.Replicas;

/// <summary>What every family must keep, however its steps are changed.</summary>
public class FamilySpecs
{
    public static TheoryData<string> Names => Runs.Names;

    [Theory]
    [MemberData(nameof(Names))]
    public void One_two_and_three_workers_give_the_same_weights_both_ways(string name)
    {
        foreach (var sync in new[] { SyncMode.Gradients, SyncMode.Parameters })
        {
            var configuration = Runs.Of(name) with { Replicas = 3, Sync = sync };
            var hashes = new[] { 1, 2, 3 }.Select(workers => HashAfter(configuration, workers)).ToList();
            Assert.Single(hashes.Distinct());
            Assert.NotEqual(HashAfter(configuration with { Seed = 2 }, 1), hashes[0]);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_resumed_run_goes_on_bit_for_bit(string name)
    {
        var configuration = Runs.Of(name);
        using var quiet = new Team(configuration, 1);
        quiet.Round(new StepSpan(0, 2));
        var snapshot = quiet.First.Snapshot();
        quiet.Round(new StepSpan(2, 2));

        using var resumed = new Team(configuration, 1);
        resumed.First.Load(snapshot);
        resumed.Round(new StepSpan(2, 2));
        Assert.Equal(quiet.First.Hash(), resumed.First.Hash());
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Steps_keep_no_tensors(string name)
    {
        using var team = new Team(Runs.Of(name), 1);
        team.Round(new StepSpan(0, 1));
        var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        team.Round(new StepSpan(1, 3));
        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_version_at_rest_is_sampled_and_measured(string name)
    {
        var model = TrainedModels.After(Runs.Of(name), steps: 2);
        var data = Runs.Data(model.Configuration);
        Assert.All(Samples(model, data), value => Assert.True(float.IsFinite(value)));
        Assert.NotEmpty(VersionMeasures.Of(model, new MeasuredBy(data)));
        Assert.NotEmpty(SamplePicture.Of(model, data)!.Pixels);
    }

    private static float[] Samples(TrainedModel model, IDataSource data)
    {
        if (Runs.Family(model.Configuration).Upscales)
        {
            return Restoration.Of(model, data, 3).Upscaled;
        }

        using var generator = model.OpenGenerator();
        return generator.Sample(1, NoisePurpose.Sampling, 3);
    }

    private static Hash128 HashAfter(RunConfiguration configuration, int workers)
    {
        using var team = new Team(configuration, workers);
        team.Round(new StepSpan(0, 2));
        return team.First.Hash();
    }
}
