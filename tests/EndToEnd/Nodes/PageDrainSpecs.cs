using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using GanCluster.EndToEnd.Tests.Runs;
using GanCluster.Node.Runs;

namespace GanCluster.EndToEnd.Tests.Nodes;

[Collection(NodesCollection.Name)]
public sealed class PageDrainSpecs
{
    [Fact]
    public async Task A_node_that_the_page_tells_to_leave_goes_as_one_that_is_sent_SIGTERM_and_the_weights_are_those_of_a_quiet_run()
    {
        await using var run = new NodesRun();
        var coordinator = run.Coordinator();
        var join = await run.Address();
        var first = run.Start("worker", "--join", join);
        await run.Committed(2);
        var second = run.Start("worker", "--join", join);
        await run.Journal(
            journal => journal.ReadContributions().FirstOrDefault(c => c.Worker == "worker-2"), "a share of worker-2");
        using var page = Page(run.Folder);

        Assert.Equal(HttpStatusCode.Unauthorized, await Drain(page, "worker-1", token: null));
        Assert.Equal(HttpStatusCode.Forbidden, await Drain(page, "worker-1", new string('0', 64)));
        var token = (await File.ReadAllTextAsync(RunFiles.Token(run.Folder))).Trim();
        Assert.Equal(HttpStatusCode.NotFound, await Drain(page, "worker-3", token));
        Assert.Equal(HttpStatusCode.Accepted, await Drain(page, "worker-1", token));

        var gone = await first.Exit();
        Assert.Equal(0, gone.Code);
        Assert.EndsWith("drained\n", gone.Error, StringComparison.Ordinal);
        await run.Journal(
            journal => journal.ReadRounds().LastOrDefault(
                r => journal.ReadContributions(r.Round).All(c => c.Worker == "worker-2")),
            "a round of worker-2 alone");
        coordinator.Signal(NodeProcess.Terminate);
        var ran = await run.Same(NodesRun.AfterListening(await coordinator.Exit()));
        Assert.Equal(0, (await second.Exit()).Code);
        Assert.Equal(0, ran.Json.GetProperty("faults").GetInt64());
        Assert.Contains("the node of worker-1 is told to leave", ran.Error, StringComparison.Ordinal);
        Assert.DoesNotContain(token, ran.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(RunFiles.Token(run.Folder)));
    }

    private static HttpClient Page(string folder)
    {
        var targets = JsonDocument.Parse(File.ReadAllText(RunFiles.Targets(folder))).RootElement.EnumerateArray();
        var coordinator = targets.Single(t => t.GetProperty("labels").GetProperty("role").GetString() == "coordinator");
        return new HttpClient { BaseAddress = new Uri($"http://{coordinator.GetProperty("targets")[0].GetString()}/") };
    }

    private static async Task<HttpStatusCode> Drain(HttpClient page, string worker, string? token)
    {
        using var asked = new HttpRequestMessage(HttpMethod.Post, $"api/workers/{worker}/drain");
        asked.Headers.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
        using var answer = await page.SendAsync(asked);
        return answer.StatusCode;
    }
}
