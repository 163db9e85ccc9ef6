namespace OpenTelemetry.Exporter;

public class PrometheusAspNetCoreOptions
{
    /// <summary>For how long an answer is given again; 0 collects anew for every scrape.</summary>
    public int ScrapeResponseCacheDurationMilliseconds { get; set; } = 300;
}
