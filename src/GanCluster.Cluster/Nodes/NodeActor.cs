using System.Collections.Immutable;
using System.Security.Cryptography;
using Akka.Actor;
using GanCluster.Cluster.Coordination;
using GanCluster.Cluster.Wire;
using GanCluster.Core;
using GanCluster.Core.Rounds;

namespace GanCluster.Cluster.Nodes;

/// <summary>
/// A worker node's dealings with the coordinator: joins the run, proves itself, starts its workers, and ends when it is
/// told to, released, or left alone for too long.
/// <code>
///   Joining --NodeAdmitted--> Preparing --probe made--> Proving --NodeWelcome--> Working
///      ^                                                                           |
///      +---------------------------- NodeKnown(false) ----------------------------+
/// </code>
/// </summary>
internal sealed class NodeActor : ReceiveActor, IWithTimers, IWithStash
{
    private const int MostRestarts = 5;
    private static readonly TimeSpan RestartsWithin = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan SayEvery = TimeSpan.FromSeconds(1);
    private readonly NodeState _node;
    private readonly IActorRef _coordinator;
    private readonly TaskCompletionSource<NodeOutcome> _completion;
    private readonly CancellationTokenSource _stopped = new();
    private readonly Dictionary<WorkerId, IActorRef> _workers = [];
    private ImmutableArray<byte> _nonce = [];
    private Action _say = () => { };

    /// <summary>An answer is due; while the node itself is at work none is.</summary>
    private bool _waiting = true;

    /// <param name="coordinator">Whoever acts, by way of the node's other actors.</param>
    public NodeActor(NodeState node, IActorRef coordinator, TaskCompletionSource<NodeOutcome> completion)
    {
        (_node, _coordinator, _completion) = (node, coordinator, completion);
        if (!node.EverWelcome)
        {
            Hear();
        }

        var self = Self;
        node.Failed = (worker, cause) => self.Tell(new Failed(worker, cause), ActorRefs.NoSender);
        Join();
    }

    public ITimerScheduler Timers { get; set; } = null!;

    public IStash Stash { get; set; } = null!;

    protected override void PreStart()
    {
        Timers.StartPeriodicTimer("say", Say.Instance, SayEvery);
        _say();
    }

    protected override void PostStop() => _stopped.Cancel();

    /// <summary>
    /// A worker's actor that fails is restarted: its thread still holds the version, and the new one asks there where it stands.
    /// One that fails again and again is stopped, and its worker is lost; the node's other workers are not disturbed.
    /// </summary>
    protected override SupervisorStrategy SupervisorStrategy() => new OneForOneStrategy(
        MostRestarts, RestartsWithin, cause => Akka.Actor.SupervisorStrategy.DefaultDecider.Decide(cause));

    private void Join()
    {
        _node.IsWelcome = false;
        Become(() =>
        {
            Receive<AdmissionChallenge>(challenge =>
            {
                Hear();
                var mac = Admission.NodeMac(_node.Settings.Secret, challenge.Nonce, _node.Key);
                Sender.Tell(new AdmissionProof(_node.Key, mac, _node.Workers));
            });
            Receive<NodeAdmitted>(Prepare);
            Always();
        });
        _nonce = [.. RandomNumberGenerator.GetBytes(Protocol.NonceBytes)];
        _waiting = true;
        _say = () => _coordinator.Tell(new NodeJoining(
            _node.Key, Protocol.Version, _node.Settings.Workers, _node.ConfigurationHash, _nonce));
    }

    private void Prepare(NodeAdmitted admitted)
    {
        if (!Admission.Same(admitted.Mac, Admission.CoordinatorMac(_node.Settings.Secret, _nonce, admitted with { Mac = [] })))
        {
            End(
                NodeEnd.Refused,
                "the coordinator's secret is not this node's: give both the same --secret-file or GANCLUSTER_SECRET");
            return;
        }

        if (!_node.HearTerm(admitted.Term))
        {
            return;
        }

        Hear();
        Become(() =>
        {
            Receive<Prepared>(_ => Prove());
            Always();
        });
        (_say, _waiting) = (() => { }, false);
        var (node, stop) = (_node, _stopped.Token);
        _ = Task.Run(async () =>
        {
            await node.Prepare(admitted, stop).ConfigureAwait(false);
            return new Prepared();
        }).PipeTo(Self, ActorRefs.NoSender, prepared => prepared, failure => new Unable(failure));
    }

    private void Prove()
    {
        Become(() =>
        {
            Receive<NodeKnown>(_ => Hear());
            Receive<NodeWelcome>(_ => Work());
            Always();
        });
        Hear();
        _waiting = true;
        _say = () => _coordinator.Tell(new ProbeDone(
            _node.Key,
            _node.Probes,
            _node.Settings.Engine.Kernels,
            _node.Settings.Engine.DataSha256,
            _node.Data!.Endpoint,
            _node.Settings.Metrics)
        {
            Kind = _node.Settings.Engine.Kind,
            Norms = _node.Norms,
        });
        _say();
    }

    private void Work()
    {
        var (node, coordinator, isNew) = (_node, _coordinator, !_node.EverWelcome);
        node.IsWelcome = true;
        foreach (var known in _workers.Values)
        {
            known.Tell(WorkerActor.Announce.Instance);
        }

        foreach (var thread in node.Threads.Where(t => !_workers.ContainsKey(t.Id)))
        {
            var worker = Context.ActorOf(Props.Create(() => new WorkerActor(thread, node, coordinator)), thread.Id.Value);
            _workers[thread.Id] = Context.Watch(worker);
            if (isNew)
            {
                node.Settings.Joined(thread.Id);
            }
        }

        Become(() =>
        {
            Receive<NodeKnown>(known =>
            {
                Hear();
                if (!known.Known && !_node.IsDraining)
                {
                    Join();
                }
            });
            Receive<Failed>(failed => Lose(failed.Worker, $"{failed.Cause.GetType().Name}: {failed.Cause.Message}"));
            Always();
        });
        Stash.UnstashAll();
        Hear();
        _waiting = true;
        _say = () => _coordinator.Tell(_node.IsDraining ? new NodeLeaving(_node.Key) : new NodeAlive(_node.Key));
        _say();
    }

    /// <summary>What is understood at all times.</summary>
    private void Always()
    {
        Receive<Say>(_ => SayOrGiveUp());
        Receive<Told>(_ => Hear());
        Receive<NodeRefused>(refused => End(NodeEnd.Refused, refused.Reason), refused => refused.NodeKey == _node.Key);
        Receive<NodeReleased>(_ => End(NodeEnd.Drained, "released"), released => _node.HearTerm(released.Term));
        Receive<RunEnded>(
            ended => End(ended.Succeeded ? NodeEnd.RunEnded : NodeEnd.RunFailed, ended.Reason), ended => _node.HearTerm(ended.Term));
        Receive<Unable>(Give);

        // The coordinator listens to a node's workers from its welcome on.
        Receive<Failed>(_ => Stash.Stash());
        Receive<Terminated>(ended => Lose(new WorkerId(ended.ActorRef.Path.Name), "its actor failed again and again"));
        Receive<Drain>(_ => Leave());
        Receive<NodeDrain>(_ => Leave(), drain => _node.HearTerm(drain.Term));
    }

    private void Leave()
    {
        _node.IsDraining = true;
        if (_workers.Count == 0)
        {
            End(NodeEnd.Drained, "it had not begun");
        }

        _say();
    }

    private void SayOrGiveUp()
    {
        var limit = _node.EverWelcome ? _node.Settings.SilenceTimeout : _node.Settings.JoinTimeout;
        if (_waiting && _node.Now() - _node.HeardAt > limit)
        {
            GiveUp($"no coordinator has answered for {limit.TotalSeconds:0.#} s");
            return;
        }

        _node.Unanswered += _waiting ? 1 : 0;
        _say();
    }

    private void GiveUp(string silence)
    {
        if (_node is { EverWelcome: false, Obstacle: { } obstacle })
        {
            End(NodeEnd.Refused, obstacle);
        }
        else
        {
            End(_node.EverWelcome ? NodeEnd.Failed : NodeEnd.NoCoordinator, silence);
        }
    }

    private void Hear() => (_node.HeardAt, _node.Unanswered) = (_node.Now(), 0);

    /// <summary>The outermost, as it may say what others are told.</summary>
    private static UserInputException? Refusal(Exception? cause) =>
        cause is null or UserInputException ? cause as UserInputException : Refusal(cause.InnerException);

    private void Give(Unable unable)
    {
        var reason = unable.Cause.GetBaseException().Message;
        if (Refusal(unable.Cause) is { } refusal)
        {
            _coordinator.Tell(new NodeRefused(_node.Key, refusal.ForOthers ?? reason));
            End(NodeEnd.Refused, reason);
            return;
        }

        _node.Settings.Note($"this node failed: {unable.Cause.GetBaseException().GetType().Name}: {reason}");
        End(NodeEnd.Failed, reason);
    }

    private void Lose(WorkerId worker, string reason)
    {
        _node.Settings.Note($"{worker} failed: {reason}");
        if (_workers.Remove(worker, out var actor))
        {
            Context.Unwatch(actor);
            Context.Stop(actor);
            _coordinator.Tell(new WorkerEvent(new WorkerLost(worker, reason)));
        }

        if (_workers.Count == 0)
        {
            End(NodeEnd.Failed, reason);
        }
    }

    private void End(NodeEnd end, string reason) => _completion.TrySetResult(new NodeOutcome(end, reason));

    /// <summary>From the host: have the workers released, then end.</summary>
    internal sealed record Drain : INoSerializationVerificationNeeded
    {
        public static readonly Drain Instance = new();
    }

    /// <summary>From the host: where the coordinator is, is known from now on.</summary>
    internal sealed record Told : INoSerializationVerificationNeeded
    {
        public static readonly Told Instance = new();
    }

    private sealed record Say : INoSerializationVerificationNeeded
    {
        public static readonly Say Instance = new();
    }

    private sealed record Prepared : INoSerializationVerificationNeeded;

    private sealed record Unable(Exception Cause) : INoSerializationVerificationNeeded;

    private sealed record Failed(WorkerId Worker, Exception Cause) : INoSerializationVerificationNeeded;
}
