using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace GanCluster.Telemetry.Tests;

/// <summary>A node as ready as the test says.</summary>
internal sealed class Readiness : IHealthCheck
{
    public HealthCheckResult Result { get; set; } = HealthCheckResult.Healthy();

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(Result);
}
