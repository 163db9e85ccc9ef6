using System.Collections.Concurrent;
using System.Net;
using GanCluster.Cluster.Hosting;
using GanCluster.Core.Hashing;
using GanCluster.Core.Rounds;
using GanCluster.Ops.Tests.Setup;
using GanCluster.Telemetry;
using GanCluster.Telemetry.Metrics;
using GanCluster.Telemetry.Page;
using GanCluster.Telemetry.Views;
using GanCluster.Training.Images;
using OpenTelemetry.Metrics;

namespace GanCluster.Ops.Tests.Browser;

/// <summary>A coordinator's site of a run that is made up, so that a test says when what happens.</summary>
internal sealed class ShownSite : IAsyncDisposable, IPastRuns
{
    private const int Steps = 5;
    private const int Side = 8;
    internal const string Token = "0123456789abcdef";

    private static readonly RunFacts Facts = new("<b>ring8</b>", Telemetry.Tests.Examples.Configuration, TargetStep: 300);

    private readonly TemporaryFolder _folder = new();
    private readonly MeterProvider _exporter = Metering.Start();
    private readonly List<long> _samples = [];
    private readonly ConcurrentBag<string> _drained = [];
    private readonly ConcurrentBag<RequestRefusal> _refused = [];
    private readonly NodeSite _site;
    private int _rounds;

    internal ShownSite(int port = 0)
    {
        var album = new SampleAlbum(() => [.. _samples], step => _folder.Below($"{step}.png"))
        {
            Grid = new SampleGrid(Columns: 8, Padding: 2),
            Command = $"sample --step {SampleAlbum.StepPlace} --first {SampleAlbum.ImagePlace}",
        };
        var control = new RunControl(Token, worker =>
        {
            _drained.Add(worker.Value);
            return Task.FromResult(true);
        });
        var (at, page) = (new IPEndPoint(IPAddress.Loopback, port), new RunPage(View, album, this, control));
        _site = NodeSite.Start(at, ["127.0.0.1"], _exporter, page, new NodeHealth(), refusal => _refused.Add(refusal))
            .GetAwaiter().GetResult();
    }

    /// <summary>Other runs, which are this one as it stands.</summary>
    public IReadOnlyList<string> Names => ["0001-other", "0002-another"];

    public RunView? Open(string name) => View;

    internal RunView View { get; } = new(Facts, TimeProvider.System);

    internal IReadOnlyCollection<string> Drained => _drained;

    internal IReadOnlyCollection<RequestRefusal> Refused => _refused;

    internal int Port => _site.Port;

    internal Uri Page => new($"http://127.0.0.1:{Port}/");

    internal RunState State { get; private set; } = RunState.StartingAt(TimeSpan.Zero, term: 1, step: 0, version: 0, round: 1);

    /// <summary>The next five steps are committed, in a second of which the worker computes all.</summary>
    /// <param name="others">What others than the first one compute of it, in seconds.</param>
    internal void Commit(params ReadOnlySpan<double> others)
    {
        var first = Steps * _rounds++;
        var id = new AttemptId(new RunId("ring8"), 1, _rounds, 1);
        var worker = new WorkerId("worker-1");
        List<Combined> reports = [Report(worker, 1)];
        for (var n = 0; n < others.Length; n++)
        {
            reports.Add(Report(new WorkerId($"worker-{n + 2}"), others[n]));
        }

        State = State with { Step = first + Steps, Workers = State.Workers.SetItem(worker, new WorkerState(worker, first + Steps)) };
        View.OnCommitted(
            new RoundRecord(
                id,
                _rounds,
                new StepSpan(first, Steps),
                TimeSpan.FromSeconds(1),
                new ReplicaStatistics(-1, 1.0 / _rounds, _rounds % 7, 0.75, 0.25),
                [.. reports]),
            State);

        Combined Report(WorkerId of, double seconds) =>
            new(id, of, new Hash128(1, 2), [], [], ComputeSeconds: seconds, ReplicaSteps: 5);
    }

    internal void End()
    {
        State = State with { Ended = true };
        View.OnState(State);
    }

    /// <summary>A picture of 64 grey images.</summary>
    internal void AddSamples(long step)
    {
        Png.Write(_folder.Below($"{step}.png"), ImageGrid.Compose(new float[64 * Side * Side], 64, 1, Side, Side, columns: 8));
        _samples.Add(step);
        View.OnState(State);
    }

    public async ValueTask DisposeAsync()
    {
        await _site.DisposeAsync();
        _exporter.Dispose();
        _folder.Dispose();
    }
}
