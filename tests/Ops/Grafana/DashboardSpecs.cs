using System.Text.Json;
using System.Text.RegularExpressions;
using GanCluster.Ops.Tests.Prometheus;
using GanCluster.Ops.Tests.Setup;

namespace GanCluster.Ops.Tests.Grafana;

public sealed class DashboardSpecs
{
    /// <summary>That Grafana 12 writes.</summary>
    private const int SchemaVersion = 42;

    private static readonly string[] Types = ["timeseries", "stat", "gauge", "table", "row"];
    private static readonly string[] Variables = ["$run", "$__rate_interval", "${datasource}"];

    public static TheoryData<string> Names => [.. Dashboard.All.Keys];

    [Fact]
    public void There_is_one_for_what_is_learnt_one_for_the_cluster_and_one_for_nodes()
    {
        Assert.Equal(["cluster", "nodes", "training"], Dashboard.All.Keys.Order(StringComparer.Ordinal));
        Assert.All(Dashboard.All, named => Assert.Equal($"gancluster-{named.Key}", named.Value.Root.GetProperty("uid").GetString()));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Queries_name_only_what_nodes_emit_or_what_is_known_of_others(string name) => Assert.Empty(
        Dashboard.All[name].Targets.Select(target => target.Query).Concat(Dashboard.All[name].Annotations)
            .SelectMany(query => query.Unknown().Select(unknown => $"{unknown}: {query.Text}")));

    [Theory]
    [MemberData(nameof(Names))]
    public void Queries_select_the_chosen_runs_in_each_of_their_parts(string name) => Assert.All(
        Dashboard.All[name].Targets.Select(target => target.Query).Concat(Dashboard.All[name].Annotations)
            .SelectMany(query => query.Selectors).Where(selector => !ForeignMetrics.All.Has(selector.Metric)),
        selector => Assert.Contains(("run", "=~", "$run"), selector.Matchers));

    [Theory]
    [MemberData(nameof(Names))]
    public void Legends_name_only_labels_that_their_series_carry(string name) => Assert.All(
        Dashboard.All[name].Targets,
        target => Assert.All(
            Regex.Matches(target.Legend, @"\{\{(?<label>\w+)\}\}"),
            label => Assert.True(target.Query.Knows(label.Groups["label"].Value), $"{target.Panel}: {target.Legend}")));

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_chart_has_a_unit_a_description_and_the_chosen_data_source(string name) => Assert.All(
        Dashboard.All[name].Charts,
        panel =>
        {
            Assert.NotEmpty(Dashboard.TitleOf(panel));
            Assert.EndsWith(".", panel.GetProperty("description").GetString()!.TrimEnd(), StringComparison.Ordinal);
            Assert.NotEmpty(panel.GetProperty("fieldConfig").GetProperty("defaults").GetProperty("unit").GetString()!);
            Assert.Equal("${datasource}", panel.GetProperty("datasource").GetProperty("uid").GetString());
            Assert.NotEmpty(panel.GetProperty("targets").EnumerateArray());
        });

    [Theory]
    [MemberData(nameof(Names))]
    public void Panels_are_of_current_types_and_have_numbers_and_titles_of_their_own(string name)
    {
        var dashboard = Dashboard.All[name];

        Assert.Equal(SchemaVersion, dashboard.Root.GetProperty("schemaVersion").GetInt32());
        Assert.All(dashboard.Panels, panel => Assert.Contains(Dashboard.TypeOf(panel), Types));
        Assert.Distinct(dashboard.Panels.Select(panel => panel.GetProperty("id").GetInt32()));
        Assert.Distinct(dashboard.Panels.Select(Dashboard.TitleOf));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Panels_lie_within_the_24_columns_and_beside_each_other(string name)
    {
        var cells = Dashboard.All[name].Panels.SelectMany(Cells).ToList();

        Assert.All(cells, cell => Assert.InRange(cell.X, 0, 23));
        Assert.Distinct(cells);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Variables_are_all_defined_and_the_data_source_is_one(string name)
    {
        var used = Regex.Matches(Dashboard.All[name].Text, @"\$(?:\w+|\{\w+\})").Select(m => m.Value).Distinct(StringComparer.Ordinal);
        var defined = VariablesOf(name).Select(variable => variable.GetProperty("name").GetString());

        Assert.Equal(["datasource", "run"], defined);
        Assert.Equal(Variables.Order(StringComparer.Ordinal), used.Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_runs_to_choose_from_are_those_that_Prometheus_has_seen(string name)
    {
        var run = VariablesOf(name).Last();
        var query = Regex.Match(
            run.GetProperty("query").GetProperty("query").GetString()!, @"^label_values\((?<metric>\w+), (?<label>\w+)\)$");

        Assert.True(EmittedMetrics.All.Has(query.Groups["metric"].Value));
        Assert.Contains(query.Groups["label"].Value, EmittedMetrics.TargetLabels);
    }

    [Fact]
    public void Several_runs_are_compared_where_they_are_trained() =>
        Assert.True(VariablesOf("training").Last().GetProperty("multi").GetBoolean());

    [Theory]
    [MemberData(nameof(Names))]
    public void Faults_alarms_and_joins_are_marked_in_every_chart(string name)
    {
        string[] marked = ["ALERTS", "gancluster_faults_total", "gancluster_health", "gancluster_joins_total"];

        Assert.Equal(marked, Dashboard.All[name].Annotations.SelectMany(query => query.Selectors).Select(selector => selector.Metric));
    }

    [Fact]
    public void Compose_begins_with_one_of_them()
    {
        var home = Regex.Match(Repository.Read("docker-compose.yml"), @"HOME_DASHBOARD_PATH: /etc/grafana/dashboards/(?<name>\w+)\.json");

        Assert.Contains(home.Groups["name"].Value, Dashboard.All.Keys);
    }

    private static JsonElement.ArrayEnumerator VariablesOf(string name) =>
        Dashboard.All[name].Root.GetProperty("templating").GetProperty("list").EnumerateArray();

    private static IEnumerable<(int X, int Y)> Cells(JsonElement panel)
    {
        var place = panel.GetProperty("gridPos");
        int At(string side) => place.GetProperty(side).GetInt32();
        return
            from x in Enumerable.Range(At("x"), At("w"))
            from y in Enumerable.Range(At("y"), At("h"))
            select (x, y);
    }
}
