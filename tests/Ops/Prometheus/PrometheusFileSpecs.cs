using GanCluster.Ops.Tests.Setup;

namespace GanCluster.Ops.Tests.Prometheus;

public sealed class PrometheusFileSpecs
{
    [ToolFact("promtool", "prometheus")]
    public async Task Alerts_fire_when_they_should_and_only_then() =>
        (await Tool.Run("promtool", "test", "rules", "ops/prometheus/alerts.test.yml")).Passed();

    [ToolFact("promtool", "prometheus")]
    public async Task Rules_are_sound() =>
        (await Tool.Run("promtool", "check", "rules", "--lint-fatal", "ops/prometheus/alerts.yml")).Passed();

    [ToolFact("promtool", "prometheus")]
    public async Task Configuration_by_hand_is_sound() =>
        (await Tool.Run("promtool", "check", "config", "ops/prometheus/local.yml")).Passed();

    [ToolFact("promtool", "prometheus")]
    public async Task Configuration_of_compose_is_sound() =>
        (await Tool.Run("promtool", "check", "config", "ops/prometheus/prometheus.yml")).Passed();

    [ToolFact("promtool", "prometheus")]
    public async Task Promtool_has_nothing_to_say_about_what_nodes_emit()
    {
        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(file, EmittedMetrics.Text);
            var check = await Tool.Run("sh", "-c", "promtool check metrics <\"$1\"", "sh", file);

            Assert.Equal("", check.Passed() + check.Error);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public void The_two_configurations_differ_in_the_folder_of_runs_alone()
    {
        var compose = Yaml.Parse(
            Repository.Read("ops/prometheus/prometheus.yml").Replace("[/runs/", "[../../runs/", StringComparison.Ordinal));

        Assert.Equal(compose.ToString(), Yaml.Parse(Repository.Read("ops/prometheus/local.yml")).ToString());
    }
}
