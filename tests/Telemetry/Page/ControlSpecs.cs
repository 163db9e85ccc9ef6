using System.Net;
using GanCluster.Core.Rounds;
using GanCluster.Telemetry.Page;
using GanCluster.Telemetry.Views;

namespace GanCluster.Telemetry.Tests.Page;

public sealed class ControlSpecs
{
    private const string Token = "b6c1f0";
    private const string Drain = "api/workers/worker-2/drain";
    private readonly List<WorkerId> _drained = [];

    [Fact]
    public async Task Whoever_has_the_token_has_a_worker_leave()
    {
        await using var node = Start();

        using var answer = await Ask(node, HttpMethod.Post, $"Bearer {Token}");

        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        Assert.Equal([new WorkerId("worker-2")], _drained);
    }

    [Theory]
    [InlineData(null, HttpStatusCode.Unauthorized, "no_token")]
    [InlineData("", HttpStatusCode.Unauthorized, "no_token")]
    [InlineData("Basic " + Token, HttpStatusCode.Unauthorized, "no_token")]
    [InlineData(Token, HttpStatusCode.Unauthorized, "no_token")]
    [InlineData("Bearer b6c1f", HttpStatusCode.Forbidden, "wrong_token")]
    [InlineData("Bearer b6c1f00", HttpStatusCode.Forbidden, "wrong_token")]
    [InlineData("Bearer B6C1F0", HttpStatusCode.Forbidden, "wrong_token")]
    public async Task Whoever_lacks_it_is_refused_and_counted(string? authorization, HttpStatusCode refused, string reason)
    {
        await using var node = Start();
        node.Instruments.RunBegan(Examples.Facts, Examples.Begun, expected: 2);

        using var answer = await Ask(node, HttpMethod.Post, authorization);

        Assert.Equal(refused, answer.StatusCode);
        Assert.Equal(refused == HttpStatusCode.Unauthorized, answer.Headers.WwwAuthenticate.Any(way => way.Scheme == "Bearer"));
        Assert.Empty(_drained);
        Assert.Equal(1, (await node.Samples())[$"gancluster_page_refused_total{{reason=\"{reason}\"}}"]);
    }

    [Fact]
    public async Task The_token_counts_nowhere_but_in_the_header_and_reading_changes_nothing()
    {
        await using var node = Start();

        using var inAddress = await node.Client.PostAsync($"{Drain}?token={Token}&access_token={Token}", content: null);
        using var read = await Ask(node, HttpMethod.Get, $"Bearer {Token}");

        Assert.Equal(HttpStatusCode.Unauthorized, inAddress.StatusCode);
        Assert.Equal(HttpStatusCode.MethodNotAllowed, read.StatusCode);
        Assert.Empty(_drained);
    }

    /// <summary>A browser asks first whether a page from elsewhere may send the header, and is not told that it may.</summary>
    [Fact]
    public async Task A_page_from_elsewhere_is_not_let_to_send_the_token()
    {
        await using var node = Start();
        using var asked = new HttpRequestMessage(HttpMethod.Options, Drain);
        asked.Headers.Add("Origin", "http://evil.example");
        asked.Headers.Add("Access-Control-Request-Method", "POST");
        asked.Headers.Add("Access-Control-Request-Headers", "authorization");

        using var answer = await node.Client.SendAsync(asked);

        Assert.Equal(HttpStatusCode.MethodNotAllowed, answer.StatusCode);
        Assert.DoesNotContain(answer.Headers, header => header.Key.StartsWith("Access-Control", StringComparison.OrdinalIgnoreCase));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_worker_that_is_not_there_or_a_coordinator_that_does_not_answer_is_told_so(bool isSilent)
    {
        await using var node = Start(isSilent ? Task.FromException<bool>(new TimeoutException()) : Task.FromResult(false));

        using var answer = await Ask(node, HttpMethod.Post, $"Bearer {Token}");

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    [Fact]
    public async Task A_site_without_control_has_nothing_to_ask()
    {
        await using var node = Scrape.Start(new RunPage(new RunView(Examples.Facts, TimeProvider.System), SampleAlbum.None));

        using var answer = await Ask(node, HttpMethod.Post, $"Bearer {Token}");

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Contains("\"takes_drains\":false", await node.Client.GetStringAsync("api/run"), StringComparison.Ordinal);
    }

    private Scrape Start(Task<bool>? answer = null) => Scrape.Start(new RunPage(
        new RunView(Examples.Facts, TimeProvider.System),
        SampleAlbum.None,
        control: new RunControl(Token, worker =>
        {
            _drained.Add(worker);
            return answer ?? Task.FromResult(true);
        })));

    private static async Task<HttpResponseMessage> Ask(Scrape node, HttpMethod method, string? authorization)
    {
        using var request = new HttpRequestMessage(method, Drain);
        if (authorization is not null)
        {
            request.Headers.TryAddWithoutValidation("Authorization", authorization);
        }

        return await node.Client.SendAsync(request);
    }
}
