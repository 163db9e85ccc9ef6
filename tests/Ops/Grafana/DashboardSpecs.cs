using System.Text.Json;
using System.Text.RegularExpressions;
using GanCluster.Ops.Tests.Prometheus;
using GanCluster.Ops.Tests.Setup;

namespace GanCluster.Ops.Tests.Grafana;

public sealed class DashboardSpecs
{
    private static readonly string[] Types = ["timeseries", "stat", "gauge", "table", "row"];
    private static readonly string[] Variables = ["$run", "$__rate_interval", "${datasource}"];

    [Fact]
    public void Queries_name_only_what_nodes_emit() => Assert.Empty(
        Dashboard.Targets.Select(target => target.Query).Concat(Dashboard.Annotations)
            .SelectMany(query => query.Unknown().Select(unknown => $"{unknown}: {query.Text}")));

    [Fact]
    public void Queries_select_the_chosen_run_in_each_of_their_parts() => Assert.All(
        Dashboard.Targets.SelectMany(target => target.Query.Selectors),
        selector => Assert.Contains(("run", "=", "$run"), selector.Matchers));

    [Fact]
    public void Legends_name_only_labels_that_their_series_carry() => Assert.All(
        Dashboard.Targets,
        target => Assert.All(
            Regex.Matches(target.Legend, @"\{\{(?<label>\w+)\}\}"),
            label => Assert.True(target.Query.Knows(label.Groups["label"].Value), $"{target.Panel}: {target.Legend}")));

    [Fact]
    public void Every_chart_has_a_unit_a_description_and_the_chosen_data_source() => Assert.All(
        Dashboard.Charts,
        panel =>
        {
            var title = Dashboard.TitleOf(panel);
            Assert.NotEmpty(title);
            Assert.NotEmpty(panel.GetProperty("description").GetString()!);
            Assert.NotEmpty(panel.GetProperty("fieldConfig").GetProperty("defaults").GetProperty("unit").GetString()!);
            Assert.Equal("${datasource}", panel.GetProperty("datasource").GetProperty("uid").GetString());
        });

    [Fact]
    public void Panels_are_of_current_types_and_have_numbers_of_their_own()
    {
        Assert.All(Dashboard.Panels, panel => Assert.Contains(Dashboard.TypeOf(panel), Types));
        Assert.Distinct(Dashboard.Panels.Select(panel => panel.GetProperty("id").GetInt32()));
        Assert.Distinct(Dashboard.Panels.Select(Dashboard.TitleOf));
    }

    [Fact]
    public void Panels_lie_within_the_24_columns_and_beside_each_other()
    {
        var cells = Dashboard.Panels.SelectMany(Cells).ToList();

        Assert.All(cells, cell => Assert.InRange(cell.X, 0, 23));
        Assert.Distinct(cells);
    }

    [Fact]
    public void Variables_are_all_defined()
    {
        var text = Repository.Read(Dashboard.File);
        var used = Regex.Matches(text, @"\$(?:\w+|\{\w+\})").Select(m => m.Value).Distinct(StringComparer.Ordinal);
        var defined = Dashboard.Root.GetProperty("templating").GetProperty("list").EnumerateArray()
            .Select(variable => variable.GetProperty("name").GetString());

        Assert.Equal(["datasource", "run"], defined);
        Assert.Equal(Variables.Order(StringComparer.Ordinal), used.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_runs_to_choose_from_are_those_that_Prometheus_has_seen()
    {
        var run = Dashboard.Root.GetProperty("templating").GetProperty("list").EnumerateArray().Last();
        var query = Regex.Match(
            run.GetProperty("query").GetProperty("query").GetString()!, @"^label_values\((?<metric>\w+), (?<label>\w+)\)$");

        Assert.True(EmittedMetrics.All.Has(query.Groups["metric"].Value));
        Assert.Contains(query.Groups["label"].Value, EmittedMetrics.TargetLabels);
    }

    [Fact]
    public void The_dashboard_keeps_its_address() =>
        Assert.Equal("gancluster-training", Dashboard.Root.GetProperty("uid").GetString());

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
