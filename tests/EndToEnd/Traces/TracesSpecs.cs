using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using GanCluster.EndToEnd.Tests.Nodes;

namespace GanCluster.EndToEnd.Tests.Traces;

/// <summary>The traces of rounds that a run over processes sends to a collector.</summary>
[Collection(NodesCollection.Name)]
public sealed class TracesSpecs
{
    private const string Secret = "a secret that nobody else is to see";
    private const int Steps = 30;

    [Theory]
    [InlineData(MadeCollector.Http, "/v1/metrics", "/v1/traces")]
    [InlineData(
        MadeCollector.Grpc,
        "/opentelemetry.proto.collector.metrics.v1.MetricsService/Export",
        "/opentelemetry.proto.collector.trace.v1.TraceService/Export")]
    public async Task A_round_over_three_processes_is_one_trace_of_all_three_and_changes_no_bit(
        string protocol, string metrics, string traces)
    {
        await using var collector = await MadeCollector.Start(protocol);
        await using var run = Collected(collector.Environment);

        var ran = await run.Same(await run.Train(2, $"{Steps}").Exit());

        var committed = collector.Spans.GroupBy(span => span.Trace)
            .Where(trace => trace.Any(span => span.Attributes.GetValueOrDefault("gancluster.outcome") == "committed")).ToList();
        Assert.Equal(
            Steps,
            committed.Sum(trace => int.Parse(
                trace.Single(span => span.Name == "round").Attributes["gancluster.step.count"],
                System.Globalization.CultureInfo.InvariantCulture)));
        foreach (var trace in committed)
        {
            var round = Assert.Single(trace, span => span.Parent.Length == 0);
            var computed = trace.Where(span => span.Name == "compute").ToList();
            Assert.Equal(["worker-1", "worker-2"], computed.Select(span => span.Attributes["gancluster.worker"]).Order());
            Assert.All(computed, span => Assert.Equal(round.Id, span.Parent));
            Assert.Equal(3, trace.Select(span => span.Process).Distinct().Count());
            Assert.Equal(["assign", "commit", "compute", "exchange", "round"], trace.Select(span => span.Name).Distinct().Order());
        }

        Assert.Equal([metrics, traces], collector.Paths);
        Assert.DoesNotContain(collector.Spans, span => span.Attributes.Values.Any(value => value.Contains(Secret, StringComparison.Ordinal)));
        Assert.DoesNotContain("collector", ran.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rounds_are_traced_or_not_as_the_sampler_and_the_exporter_say()
    {
        await using var collector = await MadeCollector.Start();
        foreach (var (name, value) in new[] { ("OTEL_TRACES_EXPORTER", "none"), ("OTEL_TRACES_SAMPLER", "always_off"), ("OTEL_SDK_DISABLED", "true") })
        {
            await using var run = Collected(collector.Environment);
            run.Environment[name] = value;

            (await run.Train(1, "5").Exit()).Whole();

            Assert.Empty(collector.Spans);
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_collector_that_is_not_there_or_never_answers_is_said_once_and_holds_nothing_up(bool listens)
    {
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        var address = $"127.0.0.1:{((IPEndPoint)silent.LocalEndpoint).Port}";
        if (!listens)
        {
            silent.Stop();
        }

        await using var run = Collected(new() { ["OTEL_EXPORTER_OTLP_ENDPOINT"] = $"http://{address}" });
        run.Environment["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf";
        run.Environment["OTEL_BSP_SCHEDULE_DELAY"] = "200";
        run.Environment["OTEL_EXPORTER_OTLP_TIMEOUT"] = "500";

        var watch = Stopwatch.StartNew();
        var ran = await run.Same(await run.Train(2, $"{Steps}").Exit(TimeSpan.FromSeconds(45)));

        Assert.Single(
            ran.Error.Split('\n'),
            line => line.Contains($"the OpenTelemetry collector at {address} does not take what it is sent", StringComparison.Ordinal));
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(45), $"it took {watch.Elapsed}");
    }

    [Theory]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINT", "localhost:4317", "OTEL_EXPORTER_OTLP_ENDPOINT is 'localhost:4317': give a URL")]
    [InlineData("OTEL_EXPORTER_OTLP_PROTOCOL", "http/json", "OTEL_EXPORTER_OTLP_PROTOCOL is 'http/json': it takes grpc or http/protobuf")]
    public async Task A_variable_that_is_nonsense_is_refused_before_there_is_anything_of_the_run(string name, string value, string told)
    {
        await using var run = Collected(new() { ["OTEL_EXPORTER_OTLP_ENDPOINT"] = "http://127.0.0.1:4317", [name] = value });

        var line = (await run.Train(2, "5").Exit()).Refusal();

        Assert.StartsWith(told, line, StringComparison.Ordinal);
        Assert.False(Directory.Exists(run.Folder));
    }

    private static NodesRun Collected(Dictionary<string, string> environment)
    {
        var run = new NodesRun("sync=gradients");
        foreach (var (name, value) in environment)
        {
            run.Environment[name] = value;
        }

        run.Environment["GANCLUSTER_SECRET"] = Secret;
        return run;
    }
}
