using GanCluster.Core;
using GanCluster.Telemetry.Collector;

namespace GanCluster.Telemetry.Tests;

public class CollectorChoiceSpecs
{
    private static readonly Uri Common = new("http://collector:4317");

    [Fact]
    public void By_default_nothing_is_sent() => Assert.Equal(new CollectorChoice(null, null), Of());

    [Fact]
    public void One_endpoint_takes_metrics_and_traces() =>
        Assert.Equal(new CollectorChoice(Common, Common), Of("OTEL_EXPORTER_OTLP_ENDPOINT=http://collector:4317"));

    [Theory]
    [InlineData("OTEL_TRACES_EXPORTER=none", true, false)]
    [InlineData("OTEL_METRICS_EXPORTER=none", false, true)]
    [InlineData("OTEL_TRACES_EXPORTER=otlp", true, true)]
    [InlineData("OTEL_SDK_DISABLED=true", false, false)]
    [InlineData("OTEL_TRACES_SAMPLER=parentbased_traceidratio OTEL_TRACES_SAMPLER_ARG=0.1", true, true)]
    public void Either_can_be_left_out(string given, bool metrics, bool traces)
    {
        var choice = Of(["OTEL_EXPORTER_OTLP_ENDPOINT=http://collector:4317", .. given.Split(' ')]);

        Assert.Equal((metrics, traces), (choice.Metrics is not null, choice.Traces is not null));
    }

    [Fact]
    public void Traces_alone_have_an_endpoint_of_their_own() => Assert.Equal(
        new CollectorChoice(null, new Uri("https://traces:4318/v1/traces")),
        Of("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT=https://traces:4318/v1/traces", "OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf"));

    [Theory]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINT=collector:4317", "is 'collector:4317': give a URL")]
    [InlineData("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT=ftp://collector", "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT is 'ftp://collector': give a URL")]
    [InlineData("OTEL_EXPORTER_OTLP_PROTOCOL=http/json", "OTEL_EXPORTER_OTLP_PROTOCOL is 'http/json': it takes grpc or http/protobuf")]
    [InlineData("OTEL_TRACES_EXPORTER=jaeger", "OTEL_TRACES_EXPORTER is 'jaeger': it takes otlp or none")]
    [InlineData("OTEL_TRACES_SAMPLER=often", "OTEL_TRACES_SAMPLER is 'often': it takes always_on, ")]
    [InlineData("OTEL_TRACES_SAMPLER=traceidratio OTEL_TRACES_SAMPLER_ARG=2", "OTEL_TRACES_SAMPLER_ARG is '2': it takes a share from 0 to 1")]
    public void What_the_sdk_would_pass_over_in_silence_is_refused(string given, string told) => Assert.Contains(
        told,
        Assert.Throws<UserInputException>(() => Of(["OTEL_EXPORTER_OTLP_ENDPOINT=http://collector:4317", .. given.Split(' ')])).Message,
        StringComparison.Ordinal);

    private static CollectorChoice Of(params string[] given)
    {
        // What comes later wins.
        var variables = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var pair in given)
        {
            var at = pair.IndexOf('=', StringComparison.Ordinal);
            variables[pair[..at]] = pair[(at + 1)..];
        }

        return CollectorChoice.Of(variables.GetValueOrDefault);
    }
}
