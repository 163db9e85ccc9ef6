using GanCluster.Core.Rounds;

namespace GanCluster.Training.Tests.Replicas;

public class VersionSpecs
{
    [Fact]
    public void Begin_after_half_a_round_restores_the_committed_version_bit_for_bit()
    {
        using var replica = Runs.Replica(Runs.Mixture);
        using var steps = new ReplicaSteps(replica, Runs.Mixture);
        steps.Make(0);
        replica.Commit(1);
        var committed = replica.Hash();
        steps.Make(1);
        var quiet = replica.Hash();
        steps.DiscriminatorStep(2);

        replica.Begin();
        Assert.Equal(committed, replica.Hash());
        Assert.Equal(0, replica.Report(0, 1).Reads.Count);
        steps.Make(1);
        Assert.Equal(quiet, replica.Hash());
        Assert.Equal(1, replica.Step);
    }

    [Theory]
    [InlineData("mixture")]
    [InlineData("dcgan")]
    public void A_loaded_snapshot_is_the_version_with_moments_and_EMA_and_goes_on_alike(string family)
    {
        var configuration = Runs.Of(family);
        using var replica = Runs.Replica(configuration);
        using var steps = new ReplicaSteps(replica, configuration);
        for (var step = 0; step < 3; step++)
        {
            steps.Make(step);
        }

        replica.Commit(3);
        using var other = Runs.Replica(configuration with { Seed = 99 });
        Assert.NotEqual(Snapshots.Of(replica).Tensors, Snapshots.Of(other).Tensors);
        other.Load(replica.Snapshot());
        other.Begin();
        Assert.Equal(3, other.Step);
        Assert.Equal(replica.Hash(), other.Hash());
        Assert.Equal(Snapshots.Of(replica).Tensors, Snapshots.Of(other).Tensors);
        Assert.NotEqual(Snapshots.Of(replica).Bits("g."), Snapshots.Of(replica).Bits("ema."));

        using var resumed = Runs.Replica(configuration);
        resumed.Load(replica.Snapshot());
        resumed.Begin();
        using var resumedSteps = new ReplicaSteps(resumed, configuration);
        replica.Begin();
        steps.Make(3);
        resumedSteps.Make(3);
        Assert.Equal(replica.Hash(), resumed.Hash());
    }

    [Fact]
    public void A_snapshot_does_not_change_with_the_steps_that_follow()
    {
        using var replica = Runs.Replica(Runs.Mixture);
        using var steps = new ReplicaSteps(replica, Runs.Mixture);
        var snapshot = replica.Snapshot();
        var before = Snapshots.Of(snapshot);
        steps.Make(0);
        replica.Commit(1);
        Assert.Equal(before.Tensors, Snapshots.Of(snapshot).Tensors);
    }

    [Fact]
    public void A_snapshot_of_other_networks_is_refused()
    {
        using var replica = Runs.Replica(Runs.Mixture);
        using var wider = Runs.Replica(Runs.Mixture with { Network = Runs.Mixture.Network with { Width = 17 } });
        var error = Assert.Throws<InvalidOperationException>(() => replica.Load(wider.Snapshot()));
        Assert.Contains("no tensor g.0.weight of shape [16, 4]", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void With_one_replica_local_steps_are_the_steps_of_gradients(int dSteps)
    {
        const int Count = 5;
        var configuration = Runs.Mixture with { Replicas = 1, DSteps = dSteps };
        using var plain = Runs.Replica(configuration);
        using var steps = new ReplicaSteps(plain, configuration);
        for (var step = 0; step < Count; step++)
        {
            steps.Make(step);
        }

        using var local = Runs.Replica(configuration);
        var made = 0;
        var span = new StepSpan(0, Count);
        using var state = local.Rent(local.Lengths.State);
        local.LocalSteps(span, 0, state.Memory, () => made++);
        local.Average(span, state.Memory);

        var (reads, statistics) = local.Report(0, Count);
        Assert.Equal(Count, made);
        Assert.Equal(plain.Report(0, Count).Statistics, statistics);
        Assert.Equal(plain.Report(0, Count).Reads.Digest, reads.Digest);
        string[] averaged = ["g.", "d.", "opt."];
        Assert.Equal(Snapshots.OfWorking(plain, Count).Where(averaged), Snapshots.OfWorking(local, Count).Where(averaged));
    }

    [Theory]
    [MemberData(nameof(FamilySpecs.Names), MemberType = typeof(FamilySpecs))]
    public void The_EMA_starts_where_G_does(string name)
    {
        using var replica = Runs.Replica(Runs.Of(name));
        var start = Snapshots.Of(replica);
        Assert.Equal(start.Bits("ema."), start.Bits("g.")[..start.Bits("ema.").Length]);
        Assert.Contains(start.Bits("ema."), bits => bits.Any(c => c != '0'));
    }

    /// <summary>An attempt that is abandoned after its sum leaves an averaged version behind, and the next may find all
    /// contributions made.</summary>
    [Fact]
    public void Averaging_the_same_states_again_gives_the_same_version()
    {
        var configuration = Runs.Mixture with { Replicas = 1, Ema = new() { HalfLife = 20, Ramp = 0 } };
        using var replica = Runs.Replica(configuration);
        var span = new StepSpan(0, 3);
        using var state = replica.Rent(replica.Lengths.State);
        replica.LocalSteps(span, 0, state.Memory, () => { });
        var sum = state.Memory.ToArray();
        replica.Average(span, state.Memory);
        var first = replica.Hash();

        sum.CopyTo(state.Memory);
        replica.Average(span, state.Memory);

        Assert.Equal(first, replica.Hash());
        var version = Snapshots.OfWorking(replica, span.End);
        Assert.NotEqual(version.Bits("g."), version.Bits("ema."));
    }

    [Fact]
    public void First_and_second_moments_are_named_for_what_they_are()
    {
        var configuration = Runs.Mixture with { Replicas = 1, Optimizer = new() { Beta1 = 0, Beta2 = 0.75 } };
        using var replica = Runs.Replica(configuration);
        using var steps = new ReplicaSteps(replica, configuration);
        steps.Make(0);
        replica.Commit(1);
        var version = replica.Snapshot().Tensors.ToDictionary(t => t.Name, t => t.Values.ToArray());

        foreach (var (network, gradient) in new[] { ("d", steps.DiscriminatorGradients[0]), ("g", steps.GeneratorGradients[0]) })
        {
            // The first tensor lies at the buffer's start.
            var g = gradient[..version[$"{network}.{(network == "d" ? 1 : 0)}.weight"].Length];
            var place = network == "d" ? "1.weight" : "0.weight";
            Assert.Contains(g, value => value != 0);
            Assert.Equal(g, version[$"opt.{network}.m.{place}"]);
            Assert.Equal(g.Select(value => value * value * 0.25f), version[$"opt.{network}.v.{place}"]);
        }
    }

    [Fact]
    public void A_state_is_both_networks_with_two_moments_each_and_how_far_they_went()
    {
        using var replica = Runs.Replica(Runs.Mixture);
        Assert.Equal((3 * (replica.Lengths.Generator + replica.Lengths.Discriminator)) + 1, replica.Lengths.State);
    }

    [Fact]
    public void Local_steps_start_from_the_committed_version_whatever_was_made_before()
    {
        using var replica = Runs.Replica(Runs.Mixture);
        using var state = replica.Rent(replica.Lengths.State);
        var span = new StepSpan(0, 3);
        replica.LocalSteps(span, 1, state.Memory, () => { });
        var alone = state.Memory.ToArray();
        replica.LocalSteps(span, 0, state.Memory, () => { });
        Assert.NotEqual(alone, state.Memory.ToArray());
        replica.LocalSteps(span, 1, state.Memory, () => { });
        Assert.Equal(alone, state.Memory.ToArray());
        Assert.Equal("8:8+16x3", replica.Report(1, 3).Reads.Encode());
    }

    [Fact]
    public void Averaging_gives_the_mean_of_the_replicas_states_and_the_EMA_follows_it()
    {
        using var replica = Runs.Replica(Runs.Mixture);
        var span = new StepSpan(0, 3);
        using var first = replica.Rent(replica.Lengths.State);
        using var second = replica.Rent(replica.Lengths.State);
        replica.LocalSteps(span, 0, first.Memory, () => { });
        replica.LocalSteps(span, 1, second.Memory, () => { });
        Assert.NotEqual(first.Memory.ToArray(), second.Memory.ToArray());
        var mean = first.Memory.ToArray().Zip(second.Memory.ToArray(), (a, b) => (a + b) / 2).ToArray();
        for (var i = 0; i < mean.Length; i++)
        {
            first.Memory.Span[i] += second.Memory.Span[i];
        }

        replica.Average(span, first.Memory);
        replica.Commit(span.End);
        var tensors = replica.Snapshot().Tensors;
        var version = tensors.ToDictionary(t => t.Name, t => t.Values.ToArray());
        var (g, d) = (replica.Lengths.Generator, replica.Lengths.Discriminator);
        foreach (var (section, at) in ((string, int)[])
            [("g", 0), ("opt.g.m", g), ("opt.g.v", 2 * g), ("d", 3 * g), ("opt.d.m", (3 * g) + d), ("opt.d.v", (3 * g) + (2 * d))])
        {
            var found = tensors.First(t => t.Name.StartsWith($"{section}.", StringComparison.Ordinal)).Values.ToArray();
            Assert.Equal(mean.AsSpan(at, found.Length).ToArray(), found);
        }

        // Nothing had been seen before the round, so the ramp makes the EMA forget all that was.
        Assert.Equal(version["g.0.weight"], version["ema.0.weight"]);
    }
}
