using System.Text.RegularExpressions;
using GanCluster.Ops.Tests.Setup;
using YamlDotNet.RepresentationModel;

namespace GanCluster.Ops.Tests.Prometheus;

public sealed class AlertSpecs
{
    public static TheoryData<string> Names => [.. Alerts.All.Select(Alerts.NameOf)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Queries_name_only_what_nodes_emit(string alert) => Assert.Empty(Alerts.QueryOf(Rule(alert)).Unknown());

    [Theory]
    [MemberData(nameof(Names))]
    public void Each_says_how_bad_it_is_what_it_is_and_of_which_run_and_node(string alert)
    {
        var rule = Rule(alert);

        Assert.Contains(rule.At("labels", "severity").Text(), new[] { "warning", "critical" });
        Assert.NotEmpty(rule.At("annotations", "summary").Text()!);
        Assert.Contains("{{ $labels.run }}", rule.At("annotations", "description").Text(), StringComparison.Ordinal);
        Assert.Contains("{{ $labels.instance }}", rule.At("annotations", "description").Text(), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Each_has_its_section_in_the_runbook(string alert)
    {
        var url = Rule(alert).At("annotations", "runbook_url").Text()!.Split('#');

        var anchors = Regex.Matches(Repository.Read(url[0]), "^## (?<title>.+)$", RegexOptions.Multiline)
            .Select(heading => heading.Groups["title"].Value.ToLowerInvariant().Replace(' ', '-'));
        Assert.Equal(alert.ToLowerInvariant(), url[1]);
        Assert.Contains(url[1], anchors);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Each_has_a_case_that_fires_and_one_that_does_not(string alert)
    {
        var cases = Yaml.Parse(Repository.Read("ops/prometheus/alerts.test.yml")).At("tests").Items()
            .SelectMany(test => test.At("alert_rule_test").Items())
            .Where(test => test.At("alertname").Text() == alert)
            .ToList();

        Assert.Contains(cases, test => test.At("exp_alerts").Items().Any());
        Assert.Contains(cases, test => !test.At("exp_alerts").Items().Any());
    }

    private static YamlNode Rule(string alert) =>
        Alerts.All.Single(rule => Alerts.NameOf(rule) == alert);
}
