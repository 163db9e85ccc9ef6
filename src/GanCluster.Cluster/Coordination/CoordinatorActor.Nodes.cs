using System.Collections.Immutable;
using System.Security.Cryptography;
using Akka.Actor;
using GanCluster.Cluster.Wire;
using GanCluster.Core.Observers;
using GanCluster.Core.Rounds;
using GanCluster.Core.Runs;

namespace GanCluster.Cluster.Coordination;

/// <summary>
/// Admits nodes, notices their ends and lets them go.
/// <code>
///   NodeJoining -> AdmissionChallenge -> AdmissionProof -> NodeAdmitted -> ProbeDone -> NodeWelcome -> WorkerJoined ...
/// </code>
/// Every step may be repeated, and any may be answered by NodeRefused.
/// </summary>
internal sealed partial class CoordinatorActor
{
    private const int MostRefused = 1000;
    private readonly HashSet<(string NodeKey, RefusalKind Kind)> _refused = [];
    private readonly Dictionary<string, (ProbeDone Probe, IActorRef Sender)> _early = new(StringComparer.Ordinal);
    private bool _toldKernels;

    private void ReceiveNodes()
    {
        // Whoever has not heard how the run ended asks again, and is told.
        Receive<NodeJoining>(_ => Sender.Tell(_end), _ => _end is not null);
        Receive<AdmissionProof>(_ => Sender.Tell(_end), _ => _end is not null);
        Receive<ProbeDone>(_ => Sender.Tell(_end), _ => _end is not null);
        Receive<NodeAlive>(_ => Sender.Tell(_end), _ => _end is not null);
        Receive<NodeJoining>(Join);
        Receive<AdmissionProof>(Admit);
        Receive<ProbeDone>(probe => Welcome(probe, Sender));
        Receive<DataRead>(Know);
        Receive<NodeRefused>(refused =>
        {
            _settings.Note($"a node refused to take part: {refused.Reason}");
            Record(o => o.OnNodeRefused(RefusalKind.Unable));
        });
        Receive<NodeAlive>(alive => Sender.Tell(new NodeKnown(_roster.Find(alive.NodeKey) is { Welcome: true })));
        Receive<NodeLeaving>(Leave);
        Receive<DrainAsked>(asked => asked.Answer.TrySetResult(Drain(asked.Worker)));
        Receive<WatchMade>(made => OfWatch(made.Node, made.Number, node =>
        {
            node.Watched = true;
            RecordNodes();
            foreach (var joined in node.TakeAnnounced())
            {
                Handle(joined);
            }
        }));
        Receive<WatchBroken>(broken => OfWatch(broken.Node, broken.Number, node => Lose(node, broken.Reason)));
        Receive<Terminated>(ended =>
        {
            foreach (var node in _roster.Nodes.Where(n => n.Actor.Equals(ended.ActorRef)).ToList())
            {
                Lose(node, "its node left the cluster");
            }
        });
    }

    private void Join(NodeJoining joining)
    {
        var hash = RunIdentity.ConfigurationHash(_settings.Configuration);
        if (Admission.Refuse(joining, hash, _roster.WorkersBeside(joining.NodeKey), _settings.MostWorkers) is { } refusal)
        {
            Refuse(joining.NodeKey, refusal);
            return;
        }

        var node = _roster.Note(joining, [.. RandomNumberGenerator.GetBytes(Protocol.NonceBytes)]);
        Sender.Tell(new AdmissionChallenge(node.Nonce));
    }

    private void Admit(AdmissionProof proof)
    {
        if (_roster.Find(proof.NodeKey) is not { } node)
        {
            return;
        }

        if (!Admission.Same(proof.Mac, Admission.NodeMac(_settings.Secret, node.Nonce, node.Key)))
        {
            Refuse(node.Key, new Refusal(
                RefusalKind.Secret,
                "its secret is not the coordinator's: give both the same --secret-file or GANCLUSTER_SECRET"));
            return;
        }

        _roster.Keep(node, proof.Names);
        node.Proven = true;
        node.Actor = Sender;
        Context.Watch(Sender);
        var admitted = new NodeAdmitted(
            [],
            _settings.Options.Run.Value,
            RunIdentity.CanonicalJson(_settings.Configuration),
            node.Workers,
            [.. _settings.DataKey],
            _settings.Versions.Start?.Step,
            _settings.Data.Endpoint,
            _term);
        Sender.Tell(admitted with { Mac = Admission.CoordinatorMac(_settings.Secret, node.Joining.Nonce, admitted) });
    }

    /// <summary>What may be compared only now is compared now.</summary>
    private void Know(DataRead read)
    {
        if (read.Failure is { } failure)
        {
            Fail(failure);
            return;
        }

        foreach (var (probe, sender) in _early.Values)
        {
            Welcome(probe, sender);
        }

        _early.Clear();
    }

    private void Welcome(ProbeDone probe, IActorRef sender)
    {
        if (_roster.Find(probe.NodeKey) is not { Proven: true } node)
        {
            return;
        }

        if (_settings.DataSha256 is not { IsCompletedSuccessfully: true, Result: var dataSha256 })
        {
            _early[node.Key] = (probe, sender);
            sender.Tell(new NodeKnown(true));
            return;
        }

        if (Admission.Refuse(probe, dataSha256, _roster.Probe ?? probe, node.Workers.Length) is { } refusal)
        {
            Refuse(node.Key, refusal, sender);
            return;
        }

        _roster.Probe ??= probe;
        if (!node.Welcome)
        {
            _settings.Note($"{string.Join(", ", node.Workers)} at {probe.Data} ({probe.Kernels})");
            TellKernels(probe.Kernels);
        }

        (node.Data, node.Metrics, node.Device) = (probe.Data, probe.Metrics, probe.Kind);
        (node.Welcome, node.Leaving) = (true, false);
        Watch(node);
        sender.Tell(NodeWelcome.Instance);
    }

    /// <summary>Workers agree among themselves, by their probes; this node computes no step.</summary>
    private void TellKernels(string workers)
    {
        if (!_toldKernels && workers != _settings.Kernels)
        {
            _toldKernels = true;
            _settings.Note($"the workers compute with {workers} and this node has {_settings.Kernels}, which its checkpoints "
                + "name: what resumes the run should have the workers'; --set cpu=avx2 pins both");
        }
    }

    private void Refuse(string nodeKey, Refusal refusal) => Refuse(nodeKey, refusal, Sender);

    private void Refuse(string nodeKey, Refusal refusal, IActorRef node)
    {
        if (_refused.Count == MostRefused)
        {
            _refused.Clear();
        }

        // What a node repeated until it was heard may come all at once.
        if (_refused.Add((nodeKey, refusal.Kind)))
        {
            _settings.Note($"refused a node at {node.Path.Address}: {refusal.Reason}");
            Record(o => o.OnNodeRefused(refusal.Kind));
        }

        node.Tell(new NodeRefused(nodeKey, refusal.Reason));
    }

    /// <summary>
    /// A worker counts only while its node is watched, so that its end is noticed: before, its announcement waits for the watch.
    /// </summary>
    private void FromWorker(IRunEvent e)
    {
        var worker = e switch { WorkerJoined joined => joined.Worker, WorkerLost lost => lost.Worker, _ => default };
        if (worker.Value is null || _roster.OwnerOf(worker) is not { Welcome: true } node ||
            !Sender.Path.Address.Equals(node.Actor.Path.Address))
        {
            return;
        }

        if (e is WorkerJoined)
        {
            if (node.Leaving)
            {
                return;
            }

            if (!_roster.ActorOf(worker).Equals(Sender))
            {
                _roster.SetActor(worker, Sender);
                _averaging.Tell(new Averaging.Greet(Participant(worker)));
            }

            if (!node.Watched)
            {
                node.Announced[worker] = (WorkerJoined)e;
                Watch(node);
                return;
            }
        }

        Handle(e);
    }

    /// <summary>The node itself says then that it leaves.</summary>
    private bool Drain(WorkerId worker)
    {
        if (_end is not null || _roster.OwnerOf(worker) is not { Welcome: true } node || !IsThere(_run.State, worker))
        {
            return false;
        }

        if (!node.Leaving)
        {
            _settings.Note($"the node of {string.Join(", ", node.Workers)} is told to leave");
        }

        node.Actor.Tell(new NodeDrain(_term), Self);
        return true;
    }

    private void Leave(NodeLeaving leaving)
    {
        if (_roster.Find(leaving.NodeKey) is not { } node)
        {
            Sender.Tell(new NodeReleased(_term));
            return;
        }

        node.Leaving = true;
        foreach (var worker in node.Workers)
        {
            Handle(new WorkerLeaving(worker));
        }

        if (_end is not null || node.Workers.All(w => _run.State.Workers.GetValueOrDefault(w) is null or { LostReason: not null }))
        {
            Release(node);
        }
    }

    private void Release(KnownNode node)
    {
        _settings.Note($"{string.Join(", ", node.Workers)} left");
        node.Watch?.Dispose();
        (node.Watch, node.Watched, node.Welcome) = (null, false, false);
        node.Announced.Clear();
        Context.Unwatch(node.Actor);
        node.Actor.Tell(new NodeReleased(_term), Self);
        RecordNodes();
    }

    private void RecordNodes()
    {
        var nodes = _roster.Present(_settings.Options.ExpectedWorkers);
        Record(o => o.OnNodes(nodes));
    }

    private void Watch(KnownNode node)
    {
        if (node.Watch is not null)
        {
            return;
        }

        var (self, key, number) = (Self, node.Key, ++node.WatchNumber);
        node.Watch = _settings.Data.Watch(
            node.Data!,
            () => self.Tell(new WatchMade(key, number), ActorRefs.NoSender),
            reason => self.Tell(new WatchBroken(key, number, reason), ActorRefs.NoSender));
    }

    private void OfWatch(string nodeKey, int number, Action<KnownNode> act)
    {
        if (_roster.Find(nodeKey) is { } node && node.WatchNumber == number && node.Watch is not null)
        {
            act(node);
        }
    }

    private void Lose(KnownNode node, string reason)
    {
        node.Watch?.Dispose();
        (node.Watch, node.Watched) = (null, false);
        node.Announced.Clear();
        RecordNodes();
        foreach (var worker in node.Workers.Where(w => _run.State.Workers.ContainsKey(w)))
        {
            Handle(new WorkerLost(worker, reason));
        }
    }

    private sealed record DrainAsked(WorkerId Worker, TaskCompletionSource<bool> Answer) : INoSerializationVerificationNeeded;

    /// <param name="Failure">What kept the run's samples from being read.</param>
    private sealed record DataRead(Exception? Failure) : INoSerializationVerificationNeeded;

    private sealed record WatchMade(string Node, int Number) : INoSerializationVerificationNeeded;

    private sealed record WatchBroken(string Node, int Number, string Reason) : INoSerializationVerificationNeeded;
}
