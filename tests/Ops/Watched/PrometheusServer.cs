using System.Diagnostics;
using System.Net;
using System.Text.Json;
using GanCluster.Node.Security;
using GanCluster.Ops.Tests.Setup;

namespace GanCluster.Ops.Tests.Watched;

/// <summary>
/// A Prometheus with the configuration that ops/ has for compose, but for another folder of runs and, unless it is asked for its own
/// pace, a second in place of its five. Killed when disposed.
/// </summary>
internal sealed class PrometheusServer : IDisposable
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(90);

    private readonly Process _process;
    private readonly HttpClient _http;

    private PrometheusServer(Process process, HttpClient http) => (_process, _http) = (process, http);

    /// <param name="runs">The folder of runs.</param>
    /// <param name="data">A folder for configuration and storage.</param>
    /// <param name="atOwnPace">Whether it asks as seldom as it is configured to.</param>
    internal static PrometheusServer Start(string runs, string data, bool atOwnPace = false)
    {
        var configuration = Path.Combine(data, "prometheus.yml");
        File.WriteAllText(configuration, Configuration(runs, atOwnPace ? "5s" : "1s"));
        var address = $"127.0.0.1:{FreePort.Several("127.0.0.1", 1)[0]}";
        var start = new ProcessStartInfo(
            "prometheus",
            [
                $"--config.file={configuration}", $"--storage.tsdb.path={Path.Combine(data, "tsdb")}",
                $"--web.listen-address={address}", "--log.level=warn",
            ]);
        return new PrometheusServer(Process.Start(start)!, new HttpClient { BaseAddress = new Uri($"http://{address}/api/v1/") });
    }

    /// <summary>Whether a query has an answer that is a number.</summary>
    internal async Task<bool> Answers(string query)
    {
        var answer = await Get("query?query=" + Uri.EscapeDataString(query));
        Assert.True(answer.GetProperty("status").GetString() == "success", $"{query}: {answer}");
        return answer.GetProperty("data").GetProperty("result").EnumerateArray()
            .Any(sample => sample.GetProperty("value")[1].GetString() != "NaN");
    }

    internal async Task<bool> IsFiring(string alert)
    {
        var answer = await Get("alerts");
        return answer.GetProperty("data").GetProperty("alerts").EnumerateArray().Any(
            its => its.GetProperty("labels").GetProperty("alertname").GetString() == alert
                && its.GetProperty("state").GetString() == "firing");
    }

    /// <param name="missing">What is still awaited; the wait ends when that is nothing.</param>
    /// <param name="deadline">Null: a minute and a half.</param>
    internal async Task Until(Func<Task<IReadOnlyList<string>>> missing, TimeSpan? deadline = null)
    {
        var watch = Stopwatch.StartNew();
        using var soon = new PeriodicTimer(TimeSpan.FromMilliseconds(200));
        while (await Missing(missing) is { Count: > 0 } awaited)
        {
            Assert.False(_process.HasExited, "prometheus ended");
            Assert.True(watch.Elapsed < (deadline ?? Deadline), $"waited in vain for\n{string.Join('\n', awaited)}");
            await soon.WaitForNextTickAsync();
        }
    }

    public void Dispose()
    {
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
        _http.Dispose();
    }

    private async Task<JsonElement> Get(string path)
    {
        using var response = await _http.GetAsync(new Uri(path, UriKind.Relative));
        if (response.StatusCode == HttpStatusCode.ServiceUnavailable)
        {
            throw new HttpRequestException("it listens, and is not ready yet");
        }

        return JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement;
    }

    private static async Task<IReadOnlyList<string>> Missing(Func<Task<IReadOnlyList<string>>> missing)
    {
        try
        {
            return await missing();
        }
        catch (HttpRequestException)
        {
            return ["a Prometheus that listens"];
        }
    }

    private static string Configuration(string runs, string every) => Repository.Read("ops/prometheus/prometheus.yml")
        .Replace("5s", every, StringComparison.Ordinal)
        .Replace("/runs/", runs + "/", StringComparison.Ordinal)
        .Replace("alerts.yml", Repository.Path("ops/prometheus/alerts.yml"), StringComparison.Ordinal);
}
