using System.Text.Json;
using GanCluster.Node.Commands;
using GanCluster.Simulation;

namespace GanCluster.EndToEnd.Tests.Commands;

public class SimulateCommandSpecs
{
    private static readonly SimulationReport Violated =
        new(20, new Exercised(), [new Violation(7, "a version went back"), new Violation(7, "and again"), new Violation(9, "stuck")]);

    [Fact]
    public void Violations_are_told_with_the_command_that_replays_them_and_failed()
    {
        var (code, output) = Tell(Violated, new SimulateOptions(20, 3, Seed: null, Json: false));

        Assert.Equal(1, code);
        Assert.Contains("3 violations", output, StringComparison.Ordinal);
        Assert.Contains(
            "seed 7: a version went back (./gancluster simulate --seed 7 --workers 3)", output, StringComparison.Ordinal);
    }

    [Fact]
    public void Violations_are_counted_in_json_and_their_seeds_named_once()
    {
        var (code, output) = Tell(Violated, new SimulateOptions(20, 3, Seed: null, Json: true));

        var json = JsonDocument.Parse(Assert.Single(output.TrimEnd().Split('\n'))).RootElement;
        Assert.Equal(1, code);
        Assert.Equal((20, 3), (json.GetProperty("cases").GetInt32(), json.GetProperty("violations").GetInt32()));
        Assert.Equal([7, 9], json.GetProperty("violating_seeds").EnumerateArray().Select(seed => seed.GetInt32()));
    }

    [Fact]
    public void Seeds_without_a_violation_are_done()
    {
        var (code, output) = Invocation.Of(context => new SimulateCommand(context), new SimulateOptions(3, 3, Seed: null, Json: true));

        var json = JsonDocument.Parse(output).RootElement;
        Assert.Equal((0, 3), (code, json.GetProperty("cases").GetInt32()));
        Assert.True(json.GetProperty("commits").GetInt64() > 0, output);
    }

    private static (int Code, string Output) Tell(SimulationReport report, SimulateOptions options)
    {
        var output = new StringWriter();
        return (new SimulateCommand(Invocation.Context(output)).Tell(report, options, seconds: 1), output.ToString());
    }
}
