using System.Net;
using System.Net.Sockets;
using GanCluster.Core.Tests.Fuzz;
using GanCluster.Telemetry.Page;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace GanCluster.Telemetry.Tests;

public class SiteSpecs
{
    [Fact]
    public async Task Metrics_and_page_are_served()
    {
        await using var node = Scrape.Start();

        Assert.Equal("text/plain", (await node.Client.GetAsync("metrics")).Content.Headers.ContentType!.MediaType);
        Assert.Contains("gan-1:4053", await node.Client.GetStringAsync(""), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await node.Client.GetAsync("assets/page.css")).StatusCode);
    }

    [Fact]
    public async Task A_node_lives_before_it_is_ready_and_says_why_it_is_not()
    {
        await using var node = Scrape.Start();
        node.Readiness.Result = HealthCheckResult.Unhealthy("welcome: not yet");

        Assert.Equal("ok", await node.Client.GetStringAsync("healthz"));
        var unready = await node.Client.GetAsync("readyz");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, unready.StatusCode);
        Assert.Equal("welcome: not yet", await unready.Content.ReadAsStringAsync());

        node.Readiness.Result = HealthCheckResult.Healthy();
        Assert.Equal("ok", await node.Client.GetStringAsync("readyz"));
    }

    [Fact]
    public async Task Only_reading_is_possible()
    {
        await using var node = Scrape.Start();

        Assert.Equal(HttpStatusCode.MethodNotAllowed, (await node.Client.PostAsync("healthz", null)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await node.Client.GetAsync("run.db")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await node.Client.GetAsync("samples/..%2Frun.png")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await node.Client.GetAsync("samples/5.png")).StatusCode);
    }

    [Fact]
    public async Task Whatever_is_sent_to_its_port_the_site_lives()
    {
        await using var node = Scrape.Start();
        var address = node.Client.BaseAddress!;
        byte[][] sound =
        [
            [.. "GET /metrics HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"u8],
            [.. "POST /samples/5.png?a=b HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\n\r\nhello"u8],
            [.. "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"u8, 0, 0, 0, 4, 0, 0, 0, 0, 0],
        ];

        foreach (var bytes in FuzzedBytes.Of(sound, count: 1_000, seed: 1))
        {
            using var client = new TcpClient(address.Host, address.Port);
            await client.Client.SendAsync(bytes);
            client.Client.Shutdown(SocketShutdown.Send);
        }

        Assert.Equal("ok", await node.Client.GetStringAsync("healthz"));
        Assert.Equal("text/plain", (await node.Client.GetAsync("metrics")).Content.Headers.ContentType!.MediaType);
    }

    [Fact]
    public async Task On_loopback_a_request_by_another_name_is_refused()
    {
        await using var node = Scrape.Start();
        using var request = new HttpRequestMessage(HttpMethod.Get, "metrics");
        request.Headers.Host = "evil.example";

        Assert.Equal(HttpStatusCode.BadRequest, (await node.Client.SendAsync(request)).StatusCode);
    }

    [Fact]
    public async Task A_page_runs_no_script_but_its_own_and_is_framed_by_nobody()
    {
        await using var node = Scrape.Start();
        var answer = await node.Client.GetAsync("");

        var policy = Assert.Single(answer.Headers.GetValues("Content-Security-Policy"));
        Assert.Contains("default-src 'none'", policy, StringComparison.Ordinal);
        Assert.Contains("script-src 'self';", policy, StringComparison.Ordinal);
        Assert.Contains("style-src 'self';", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
        Assert.Contains("frame-ancestors 'none'", policy, StringComparison.Ordinal);
        Assert.Equal("nosniff", Assert.Single(answer.Headers.GetValues("X-Content-Type-Options")));
    }

    [Fact]
    public async Task Samples_are_served_as_they_lie_in_the_folder()
    {
        var folder = Directory.CreateTempSubdirectory("gancluster-site-").FullName;
        try
        {
            var file = Path.Combine(folder, "step-5.png");
            await File.WriteAllBytesAsync(file, [1, 2, 3]);
            await using var node = Scrape.Start(new OnePage(step => step == 5 ? file : Path.Combine(folder, "none.png")));

            Assert.Equal([1, 2, 3], await node.Client.GetByteArrayAsync("samples/5.png"));
            Assert.Equal(HttpStatusCode.NotFound, (await node.Client.GetAsync("samples/6.png")).StatusCode);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task A_port_in_use_is_an_error()
    {
        using var taken = new System.Net.Sockets.TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        using var exporter = Metrics.Metering.Start();

        await Assert.ThrowsAsync<IOException>(() => NodeSite.Start(
            (IPEndPoint)taken.LocalEndpoint, [], exporter, new WorkerPage(() => "gan-1:4053"), new Readiness()));
    }

    private sealed class OnePage(Func<long, string?> sample) : INodePage
    {
        public string Html() => "";

        public string? Sample(long step) => sample(step);
    }
}
