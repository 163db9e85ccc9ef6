using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace GanCluster.Cluster.Hosting;

/// <summary>
/// Whether a node can take part: its actor system's own checks, of whichever it has at the moment. While it has none it is not
/// ready.
/// </summary>
public sealed class NodeHealth : IHealthCheck
{
    private volatile HealthCheckService? _checks;

    public async Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        if (_checks is not { } checks)
        {
            return HealthCheckResult.Unhealthy("no actor system runs");
        }

        try
        {
            var report = await checks.CheckHealthAsync(cancellationToken).ConfigureAwait(false);
            var wrong = report.Entries.Where(e => e.Value.Status != HealthStatus.Healthy)
                .Select(e => $"{e.Key}: {e.Value.Description}");
            return new HealthCheckResult(report.Status, string.Join("; ", wrong));
        }
        catch (ObjectDisposedException)
        {
            return HealthCheckResult.Unhealthy("the actor system has ended");
        }
    }

    /// <summary>From now on a host's checks decide.</summary>
    internal void Follow(IServiceProvider host) => _checks = host.GetRequiredService<HealthCheckService>();

    internal void Forget() => _checks = null;
}
