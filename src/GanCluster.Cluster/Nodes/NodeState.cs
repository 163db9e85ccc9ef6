using System.Collections.Immutable;
using GanCluster.Cluster.Coordination;
using GanCluster.Cluster.Wire;
using GanCluster.Core;
using GanCluster.Core.Hashing;
using GanCluster.Core.Rounds;
using GanCluster.Core.Runs;
using GanCluster.Core.Workers;

namespace GanCluster.Cluster.Nodes;

/// <summary>
/// What a worker node keeps while actor systems come and go: a node that was cut off for long has to make a new one, and its
/// threads still hold the version.
/// </summary>
internal sealed class NodeState(WorkerNodeSettings settings) : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private readonly long _origin = settings.Time.GetTimestamp();

    public WorkerNodeSettings Settings { get; } = settings;

    /// <summary>Drawn once a process.</summary>
    public string Key { get; } = Guid.NewGuid().ToString("N");

    /// <summary>One for each device.</summary>
    public IReadOnlyList<WorkerThread> Threads { get; private set; } = [];

    public IDataPlane? Data { get; private set; }

    /// <summary>What each device made of the probe, in order.</summary>
    public ImmutableArray<Hash128> Probes { get; private set; } = [];

    /// <summary>Of each device's gradients in the probe, in order.</summary>
    public ImmutableArray<ProbeNorms> Norms { get; private set; } = [];

    /// <summary>Their names in the run; empty before it was admitted.</summary>
    public ImmutableArray<WorkerId> Workers { get; private set; } = [];

    /// <summary>When the coordinator was last heard, over all actor systems.</summary>
    public TimeSpan HeardAt { get; set; }

    /// <summary>What the node said since then that an answer is due to. Set and read on any thread.</summary>
    public int Unanswered
    {
        get => Volatile.Read(ref _unanswered);
        set => Volatile.Write(ref _unanswered, value);
    }

    public bool EverWelcome { get; private set; }

    /// <summary>It was told to leave: another actor system's node actor still has to.</summary>
    public bool IsDraining { get; set; }

    /// <summary>The run counts this node in at the moment. Read on any thread.</summary>
    public bool IsWelcome
    {
        get => Volatile.Read(ref _isWelcome);
        set => (_isWelcome, EverWelcome) = (value, EverWelcome || value);
    }

    /// <summary>With which the newest office begins that this node has heard of. Its actors ask for it, each on its own thread.
    /// </summary>
    public long Term => Interlocked.Read(ref _term);

    /// <summary>False if it is an earlier office's: its coordinator has not heard yet that another acts.</summary>
    public bool HearTerm(long term)
    {
        var known = Term;
        while (term > known)
        {
            var before = Interlocked.CompareExchange(ref _term, term, known);
            if (before == known)
            {
                return true;
            }

            known = before;
        }

        return term == known;
    }

    /// <summary>What may keep the node from being admitted, if that is known. Set on any thread.</summary>
    public string? Obstacle
    {
        get => Volatile.Read(ref _obstacle);
        set => Volatile.Write(ref _obstacle, value);
    }

    /// <summary>The hash of the configuration that it works for; empty while any will do.</summary>
    public string ConfigurationHash { get; private set; } = settings.ConfigurationHash;

    private string? _obstacle;
    private long _term;
    private bool _isWelcome;
    private int _unanswered;
    private string _run = "";
    private long? _start;
    private Task? _engine = settings.Configuration is { } known ? Ready(settings.Engine, known) : null;

    /// <summary>Set by the actors of the moment: who learns that a worker's thread has failed.</summary>
    public Action<WorkerId, Exception> Failed { get; set; } = (_, _) => { };

    public TimeSpan Now() => Settings.Time.GetElapsedTime(_origin);

    /// <summary>Makes threads and data plane for the run that the node was admitted to; the second time it only
    /// checks.</summary>
    /// <exception cref="UserInputException">The node can't work for this run.</exception>
    public async Task Prepare(NodeAdmitted admitted, CancellationToken stop)
    {
        var configuration = RunConfigurationReader.Parse(admitted.Configuration, "the coordinator's configuration", Settings.Own);
        var hash = RunIdentity.ConfigurationHash(configuration);
        if (ConfigurationHash.Length > 0 && !string.Equals(hash, ConfigurationHash, StringComparison.Ordinal))
        {
            throw new UserInputException(
                $"the coordinator's configuration is {hash[..12]}, this node works for {ConfigurationHash[..12]}");
        }

        if (Data is not null)
        {
            if (_run != admitted.Run || _start != admitted.StartStep || !Workers.SequenceEqual(admitted.Workers))
            {
                throw new UserInputException(
                    $"the coordinator runs {admitted.Run} anew, this node holds another run's version; start the worker again");
            }

            return;
        }

        RunConfigurationRules.Validate(configuration, Settings.Own);
        await (_engine ??= Ready(Settings.Engine, configuration)).ConfigureAwait(false);
        (_run, _start, Workers, ConfigurationHash) = (admitted.Run, admitted.StartStep, admitted.Workers, hash);

        // Its own secret decides, never what came over the wire: that part of the message is not proven.
        var key = Settings.Secret.Length > 0 ? Admission.DataKey(Settings.Secret, admitted.Run) : [.. admitted.DataKey];
        Data = Settings.Engine.Listen(admitted.Run, key);
        Data.Offer(Snapshot);
        Threads = [.. admitted.Workers.Select((id, device) => Create(id, device, configuration))];
        foreach (var thread in Threads)
        {
            thread.Start();
        }

        if (Settings.IsCoordinators)
        {
            (Probes, Norms) = ([.. Threads.Select(_ => default(Hash128))], [.. Threads.Select(_ => default(ProbeNorms))]);
            return;
        }

        await Task.WhenAll(Threads.Select(thread => LoadStart(thread, admitted, stop))).ConfigureAwait(false);
        var probes = await Task.WhenAll(Threads.Select(thread => thread.Ask(Probe.Of))).ConfigureAwait(false);
        (Probes, Norms) = ([.. probes.Select(probe => probe.Hash)], [.. probes.Select(probe => probe.Norms)]);
    }

    public void Dispose()
    {
        foreach (var thread in Threads)
        {
            thread.Stop();
        }

        (Data as IDisposable)?.Dispose();
        foreach (var thread in Threads)
        {
            thread.Join(Patience);
        }
    }

    private static Task Ready(INodeEngine engine, RunConfiguration configuration) =>
        Task.Run(() => engine.Prepare(configuration));

    private async Task LoadStart(WorkerThread thread, NodeAdmitted admitted, CancellationToken stop)
    {
        if (admitted.StartStep is not { } step)
        {
            return;
        }

        var version = await Data!.Fetch(admitted.Source, thread.Id, step, stop).ConfigureAwait(false);
        await thread.Ask(replica =>
        {
            replica.Load(version);
            return replica.Step;
        }).WaitAsync(stop).ConfigureAwait(false);
    }

    private WorkerThread Create(WorkerId id, int device, RunConfiguration configuration) => new(
        id,
        () => Settings.Engine.CreateReplica(configuration, id, device),
        Data!,
        configuration,
        Now,
        failure => Failed(id, failure));

    private Task<VersionSnapshot?> Snapshot(WorkerId worker, long step, CancellationToken stop) =>
        Threads.FirstOrDefault(t => t.Id == worker)?.Copy(step, stop) ?? Task.FromResult<VersionSnapshot?>(null);
}
