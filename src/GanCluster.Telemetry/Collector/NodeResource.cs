using System.Globalization;
using OpenTelemetry.Resources;

namespace GanCluster.Telemetry.Collector;

/// <summary>Who a process is to a collector. What the environment says (<c>OTEL_SERVICE_NAME</c>, <c>OTEL_RESOURCE_ATTRIBUTES</c>)
/// comes last, and so wins.</summary>
internal static class NodeResource
{
    internal static ResourceBuilder AddNode(this ResourceBuilder resource) => resource
        .AddService("gancluster", serviceVersion: typeof(NodeResource).Assembly.GetName().Version!.ToString(3))
        .AddAttributes(
        [
            new("host.name", Environment.MachineName),
            new("process.pid", Environment.ProcessId.ToString(CultureInfo.InvariantCulture)),
        ])
        .AddEnvironmentVariableDetector();
}
