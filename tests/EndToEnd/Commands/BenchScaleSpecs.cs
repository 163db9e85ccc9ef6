using System.Text.Json;

namespace GanCluster.EndToEnd.Tests.Commands;

public sealed class BenchScaleSpecs
{
    [Fact]
    public async Task What_deciding_costs_is_told_for_each_size()
    {
        var told = await Invocation.Of("bench control-plane --workers 40 --replicas 200 --json");

        var json = JsonDocument.Parse(told.Output).RootElement;
        Assert.Equal(
            [(10, 50), (40, 200)],
            json.GetProperty("sizes").EnumerateArray()
                .Select(size => (size.GetProperty("workers").GetInt32(), size.GetProperty("replicas").GetInt32())));
        Assert.All(
            json.GetProperty("sizes").EnumerateArray(),
            size => Assert.InRange(size.GetProperty("reports_per_s").GetDouble(), 1, 1e9));
        var small = await Invocation.Of("bench control-plane --workers 10 --replicas 10");
        Assert.Matches("assignment within 100 ms", small.Output);
    }

    [Fact]
    public async Task Simulated_workers_are_coordinated_at_each_size()
    {
        var told = await Invocation.Of("bench scale --workers 20 --step-ms 1 --rounds 3 --json");

        Assert.Equal((0, ""), (told.Code, told.Error));
        var sizes = JsonDocument.Parse(told.Output).RootElement.GetProperty("sizes").EnumerateArray().ToList();
        Assert.Equal([10, 20], sizes.Select(size => size.GetProperty("workers").GetInt32()));
        Assert.All(sizes, size => Assert.InRange(size.GetProperty("pace").GetDouble(), 0.0001, 10));
    }

    [Fact]
    public async Task The_model_is_told_for_each_size_and_network()
    {
        var told = await Invocation.Of("bench scale --model --step-ms 50 --weights 1000000 --json");

        var json = JsonDocument.Parse(told.Output).RootElement;

        Assert.Equal((0.05, 1_000_000), (json.GetProperty("step_s").GetDouble(), json.GetProperty("weights").GetDouble()));
        Assert.Equal(24, json.GetProperty("efficiency").GetArrayLength());
        Assert.Matches("(?m)^parameters +400( +[0-9.]+ %){4}$", (await Invocation.Of("bench scale --model")).Output);
    }

    [Theory]
    [InlineData("bench control-plane --workers 20 --replicas 10", "--replicas is below --workers")]
    [InlineData("bench scale --workers 20 --replicas 10", "--replicas is below --workers")]
    [InlineData("bench scale --weights 10", "--weights is given without --model")]
    public async Task What_does_not_fit_is_one_line(string arguments, string reason) =>
        Assert.Contains(reason, (await Invocation.Of(arguments)).Refusal(), StringComparison.Ordinal);
}
