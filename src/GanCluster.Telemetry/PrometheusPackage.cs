using System.Reflection;
using GanCluster.Core;
using OpenTelemetry.Exporter;

namespace GanCluster.Telemetry;

public static class PrometheusPackage
{
    public static PackageSource Source() => PackageSource.Of(
        "Prometheus",
        typeof(PrometheusPackage).Assembly,
        typeof(PrometheusAspNetCoreOptions).Assembly
            .GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown");
}
