using System.Reflection;
using System.Text.Json;
using GanCluster.Core.Runs;

namespace GanCluster.Core.Tests.Runs;

public class RunIdentitySpecs
{
    [Fact]
    public void Canonical_json_is_the_nested_keys_in_ordinal_order()
    {
        Assert.Equal(
            """
            {"adaptive":{"images":500000,"target":0},"batch":64,"checkpointEvery":0,"classes":0,"conditioning":"none","cpu":"native","dSteps":1,"data":"ring8",
            "diffAugment":"none","ema":{"halfLife":10000,"ramp":0.05},
            "evaluateEvery":0,"family":"mixture",
            "health":{"noise":"fresh","onAlarm":"note","rate":0.5,"rollbacks":3,"stop":0},"horizon":1000000,
            "image":{"background":"#ffffff","channels":0,"fit":"crop","size":0},
            "latent":{"binary":0,"distribution":"normal","size":100,"truncation":2},
            "network":{"bands":0,"depth":3,"norm":"batch","width":64},"objective":"non-saturating",
            "optimizer":{"beta1":0.5,"beta2":0.999,"d":0.0002,"epsilon":1E-08,"final":1,"g":0.0002},
            "packing":1,"penalties":{"final":1,"gradient":0,"r1":0,"r2":0,"span":0.9},
            "precision":"fp32","replicas":1,"seed":1,"spectralNorm":0,
            "superResolution":{"adversarial":0.01,"factor":4,"feature":0.1,"pixel":1,"pretrain":0.5},
            "sync":"gradients","syncEvery":20}
            """.ReplaceLineEndings(""),
            RunIdentity.CanonicalJson(TestRuns.Ring8));
    }

    [Fact]
    public void A_key_that_came_later_is_in_it_where_it_is_not_0()
    {
        var json = RunIdentity.CanonicalJson(TestRuns.Ring8 with { Replicas = 4, Shards = new() { Classes = 2 } });

        Assert.Contains("\"seed\":1,\"shards\":{\"classes\":2},\"spectralNorm\":0", json, StringComparison.Ordinal);
    }

    [Fact]
    public void Canonical_json_reads_back_to_the_same_configuration()
    {
        var json = RunIdentity.CanonicalJson(TestRuns.EveryValueChanged);

        Assert.Equal(TestRuns.EveryValueChanged, RunConfigurationReader.Parse(json, "canonical", OwnNames.None));
    }

    [Theory]
    [InlineData(0.1 + 0.2)]
    [InlineData(1.0 / 3)]
    [InlineData(float.Epsilon)]
    [InlineData(float.MaxValue)]
    public void A_number_reads_back_to_the_same_bits(double value)
    {
        var written = RunIdentity.CanonicalJson(TestRuns.Ring8 with { Penalties = new() { R1 = value } });

        Assert.Equal(value, RunConfigurationReader.Parse(written, "canonical", OwnNames.None).Penalties.R1);
    }

    [Fact]
    public void Every_property_of_a_configuration_is_a_key()
    {
        var keys = RunIdentity.Differences(TestRuns.Ring8, TestRuns.EveryValueChanged)
            .Select(pair => pair.Key);

        Assert.Equal(Paths(typeof(RunConfiguration), "").Order(StringComparer.Ordinal), keys.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_hash_is_the_sha_256_of_the_canonical_json()
    {
        // printf %s '{"adaptive":{...' | sha256sum
        Assert.Equal(
            "185df67c20d4f3fcce0713c3ac51313d78791bedfb01dd1d2d3a9d865402965d",
            RunIdentity.ConfigurationHash(TestRuns.Ring8));
    }

    [Fact]
    public void The_hash_changes_with_any_key()
    {
        var hashes = RunIdentity.Differences(TestRuns.Ring8, TestRuns.EveryValueChanged)
            .Select(pair => RunSettings.Apply(TestRuns.Ring8, [$"{pair.Key}={pair.Second}"], OwnNames.None))
            .Append(TestRuns.Ring8)
            .Select(RunIdentity.ConfigurationHash)
            .ToList();

        Assert.Equal(hashes.Count, hashes.Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public void Zero_has_one_spelling()
    {
        var negative = TestRuns.Ring8 with { Penalties = new() { R1 = -0.0 } };

        Assert.Equal(RunIdentity.ConfigurationHash(TestRuns.Ring8), RunIdentity.ConfigurationHash(negative));
    }

    [Fact]
    public void Differences_name_the_key_and_both_values()
    {
        var other = TestRuns.Ring8 with { Batch = 32, Optimizer = new() { Beta1 = 0 } };

        Assert.Equal(
            [new RunDifference("batch", "64", "32"), new RunDifference("optimizer.beta1", "0.5", "0")],
            RunIdentity.Differences(TestRuns.Ring8, other));
        Assert.Empty(RunIdentity.Differences(other, other with { }));
    }

    private static IEnumerable<string> Paths(Type type, string prefix) =>
        type.GetProperties(BindingFlags.Public | BindingFlags.Instance).SelectMany(property =>
        {
            var path = prefix + JsonNamingPolicy.CamelCase.ConvertName(property.Name);
            return property.PropertyType.Namespace == type.Namespace && property.PropertyType.IsClass
                ? Paths(property.PropertyType, path + ".")
                : [path];
        });
}
