using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.WebSockets;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using GanCluster.Ops.Tests.Setup;

namespace GanCluster.Ops.Tests.Browser;

/// <summary>A browser with one page, driven by the Chrome DevTools protocol. Killed when disposed.</summary>
internal sealed partial class Chromium : IAsyncDisposable
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly TemporaryFolder _profile;
    private readonly ClientWebSocket _page = new();
    private readonly ConcurrentDictionary<int, TaskCompletionSource<JsonElement>> _asked = new();
    private readonly ConcurrentQueue<string> _troubles = new();
    private readonly CancellationTokenSource _over = new();
    private Task _reading = Task.CompletedTask;
    private int _last;

    private Chromium(Process process, TemporaryFolder profile) => (_process, _profile) = (process, profile);

    /// <summary>Errors that scripts threw, that the console shows, or that came of what the page's policy forbids.</summary>
    internal IReadOnlyCollection<string> Troubles => _troubles;

    internal static async Task<Chromium> Start()
    {
        var profile = new TemporaryFolder();
        var start = new ProcessStartInfo(
            "chromium",
            [
                "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run",
                "--disable-extensions", "--remote-debugging-port=0", $"--user-data-dir={profile.Path}", "about:blank",
            ])
        {
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        var chromium = new Chromium(Process.Start(start)!, profile);
        await chromium.Connect();
        return chromium;
    }

    /// <param name="width">In CSS pixels.</param>
    /// <param name="scheme"><c>light</c> or <c>dark</c>.</param>
    internal async Task Show(int width, string scheme)
    {
        await Send(
            "Emulation.setDeviceMetricsOverride", $$"""{"width":{{width}},"height":800,"deviceScaleFactor":1,"mobile":false}""");
        await Send("Emulation.setEmulatedMedia", $$"""{"features":[{"name":"prefers-color-scheme","value":"{{scheme}}"}]}""");
    }

    internal Task ForbidScripts() => Send("Emulation.setScriptExecutionDisabled", """{"value":true}""");

    internal Task Open(Uri page) => Send("Page.navigate", new JsonObject { ["url"] = page.ToString() }.ToJsonString());

    internal Task Run(string script) => Send("Runtime.evaluate", new JsonObject { ["expression"] = script }.ToJsonString());

    /// <returns>What an expression gives, as text.</returns>
    internal async Task<string> Read(string expression)
    {
        var asked = new JsonObject { ["expression"] = $"String({expression})", ["returnByValue"] = true };
        var answer = await Send("Runtime.evaluate", asked.ToJsonString());
        Assert.False(answer.TryGetProperty("exceptionDetails", out var thrown), $"{expression}: {thrown}");
        return answer.GetProperty("result").GetProperty("value").GetString()!;
    }

    /// <summary>Waits for an expression to be true. One that throws is not yet.</summary>
    internal async Task Until(string expression)
    {
        var watch = Stopwatch.StartNew();
        using var soon = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        while (await Read($"(() => {{ try {{ return Boolean({expression}); }} catch {{ return false; }} }})()") != "true")
        {
            Assert.True(
                watch.Elapsed < Deadline,
                $"waited in vain for {expression}; the page says\n{await Read("document.body.innerText")}\n{string.Join('\n', Troubles)}");
            await soon.WaitForNextTickAsync();
        }
    }

    /// <summary>Moves over the first element of a selector, from one share of its width to another, with the button down.</summary>
    internal async Task Drag(string selector, double from, double to)
    {
        await Mouse("mouseMoved", selector, from, buttons: 0);
        await Mouse("mousePressed", selector, from, buttons: 1);
        await Mouse("mouseMoved", selector, to, buttons: 1);
        await Mouse("mouseReleased", selector, to, buttons: 0);
    }

    internal async Task Click(string selector, int count = 1)
    {
        for (var n = 1; n <= count; n++)
        {
            await Mouse("mousePressed", selector, 0.5, buttons: 1, n);
            await Mouse("mouseReleased", selector, 0.5, buttons: 0, n);
        }
    }

    /// <summary>Sets a property of an element, and says so as a person's choice would.</summary>
    internal Task Choose(string id, string property, int value, string said) => Read(
        $"(e => {{ e.{property} = {value}; e.dispatchEvent(new Event('{said}')); }})(document.getElementById('{id}'))");

    internal async Task Key(string key)
    {
        await Send("Input.dispatchKeyEvent", new JsonObject { ["type"] = "rawKeyDown", ["key"] = key }.ToJsonString());
        await Send("Input.dispatchKeyEvent", new JsonObject { ["type"] = "keyUp", ["key"] = key }.ToJsonString());
    }

    public async ValueTask DisposeAsync()
    {
        await _over.CancelAsync();
        await _reading;
        _page.Dispose();
        _over.Dispose();
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
        _profile.Dispose();
    }

    private async Task Connect()
    {
        using var late = new CancellationTokenSource(Deadline);
        var address = "";
        while (address.Length == 0)
        {
            var line = await _process.StandardError.ReadLineAsync(late.Token) ?? throw new InvalidOperationException("chromium ended");
            address = Listening().Match(line).Groups["address"].Value;
        }

        _ = _process.StandardError.ReadToEndAsync(_over.Token);
        using var http = new HttpClient();
        var pages = JsonDocument.Parse(await http.GetStringAsync(new Uri($"http://{address}/json/list"), late.Token)).RootElement;
        var page = pages.EnumerateArray().First(target => target.GetProperty("type").GetString() == "page");
        await _page.ConnectAsync(new Uri(page.GetProperty("webSocketDebuggerUrl").GetString()!), late.Token);
        _reading = Hear();
        foreach (var domain in new[] { "Page", "Runtime", "Log" })
        {
            await Send($"{domain}.enable");
        }
    }

    private async Task Mouse(string kind, string selector, double share, int buttons, int clicks = 1)
    {
        var place = await Read($"(() => {{ const r = document.querySelector('{selector}'); r.scrollIntoView({{ block: 'center' }}); "
            + $"const b = r.getBoundingClientRect(); return [b.left + b.width * {share}, b.top + b.height / 2]; }})()");
        var (x, y) = (double.Parse(place.Split(',')[0]), double.Parse(place.Split(',')[1]));
        await Send("Input.dispatchMouseEvent", new JsonObject
        {
            ["type"] = kind, ["x"] = x, ["y"] = y, ["button"] = kind == "mouseMoved" && buttons == 0 ? "none" : "left",
            ["buttons"] = buttons, ["clickCount"] = clicks,
        }.ToJsonString());
    }

    private async Task<JsonElement> Send(string method, string parameters = "{}")
    {
        var number = Interlocked.Increment(ref _last);
        var answer = _asked[number] = new TaskCompletionSource<JsonElement>(TaskCreationOptions.RunContinuationsAsynchronously);
        var message = System.Text.Encoding.UTF8.GetBytes($$"""{"id":{{number}},"method":"{{method}}","params":{{parameters}}}""");
        await _page.SendAsync(message, WebSocketMessageType.Text, endOfMessage: true, _over.Token);
        return await answer.Task.WaitAsync(Deadline);
    }

    private async Task Hear()
    {
        try
        {
            while (true)
            {
                Take(await Message());
            }
        }
        catch (Exception e) when (e is OperationCanceledException or WebSocketException)
        {
            foreach (var asked in _asked.Values)
            {
                asked.TrySetException(new InvalidOperationException("chromium does not answer any more", e));
            }
        }
    }

    private async Task<JsonElement> Message()
    {
        using var whole = new MemoryStream();
        var part = new byte[16 * 1024];
        while (true)
        {
            var received = await _page.ReceiveAsync(part, _over.Token);
            whole.Write(part, 0, received.Count);
            if (received.EndOfMessage)
            {
                return JsonDocument.Parse(whole.ToArray()).RootElement;
            }
        }
    }

    private void Take(JsonElement message)
    {
        if (message.TryGetProperty("id", out var number))
        {
            if (_asked.TryRemove(number.GetInt32(), out var asked))
            {
                asked.SetResult(message.TryGetProperty("result", out var result) ? result : message.GetProperty("error"));
            }

            return;
        }

        var (method, details) = (message.GetProperty("method").GetString(), message.GetProperty("params"));
        var isTrouble = method switch
        {
            "Runtime.exceptionThrown" => true,
            "Runtime.consoleAPICalled" => details.GetProperty("type").GetString() is "error" or "warning",
            "Log.entryAdded" => details.GetProperty("entry").GetProperty("level").GetString() == "error",
            _ => false,
        };
        if (isTrouble)
        {
            _troubles.Enqueue(details.ToString());
        }
    }

    [GeneratedRegex("DevTools listening on ws://(?<address>[^/]+)/")]
    private static partial Regex Listening();
}
