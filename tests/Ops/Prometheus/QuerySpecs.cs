namespace GanCluster.Ops.Tests.Prometheus;

public sealed class QuerySpecs
{
    [Fact]
    public void Metrics_are_told_from_functions_keywords_labels_and_durations()
    {
        var query = new Query(
            """sum by (a, b) (rate(a_total{run="$run"}[$__rate_interval])) / on (job) group_left b{x=~"c"}[5m] > time() - 9""");

        Assert.Equal(["a_total", "b"], query.Selectors.Select(s => s.Metric));
        Assert.Equal([("x", "=~", "c")], query.Selectors[1].Matchers);
        Assert.Equal(["a", "b", "job"], query.Grouping);
    }

    [Theory]
    [InlineData("gancluster_loss", "no metric gancluster_loss")]
    [InlineData("gancluster_workers{state=\"dead\"}", "no gancluster_workers with state=\"dead\"")]
    [InlineData("gancluster_workers{kind=~\"real\"}", "no gancluster_workers with kind=~\"real\"")]
    [InlineData("sum by (plane) (gancluster_workers)", "no label plane")]
    public void What_nodes_do_not_emit_is_named(string query, string told) =>
        Assert.Equal(told, Assert.Single(new Query(query).Unknown()));

    [Fact]
    public void What_nodes_emit_is_known() =>
        Assert.Empty(new Query("""sum by (run, state) (gancluster_workers{state="ready"}) and on (job) up""").Unknown());
}
