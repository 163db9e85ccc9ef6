using System.Collections.Immutable;
using Akka.Actor;
using Akka.Event;
using Akka.Remote;
using GanCluster.Cluster.Coordination;
using GanCluster.Cluster.Wire;
using GanCluster.Core;
using GanCluster.Core.Observers;
using GanCluster.Core.Terms;

namespace GanCluster.Cluster.Peers;

/// <summary>
/// A coordinator node that is one of several: hands what journals answer to <see cref="TermInterpreter"/>, and while that has it
/// act, runs the coordinator and hands on to it what nodes say. Whoever stands by says nothing to nodes.
/// <code>
///   /user/peer            this actor
///     journal             answers this node and the others
///     office-N            the coordinator, as long as it acts
/// </code>
/// </summary>
internal sealed partial class PeerActor : ReceiveActor, IWithTimers, ITermEffects
{
    public const string Name = "peer";
    private static readonly TimeSpan PulseEvery = TimeSpan.FromSeconds(0.25);
    private static readonly TimeSpan GreetEvery = TimeSpan.FromSeconds(1);
    private readonly PeerSettings _settings;
    private readonly ImmutableDictionary<CoordinatorId, ActorSelection> _others;
    private readonly ImmutableDictionary<CoordinatorId, ActorPath> _paths;
    private readonly CandidacyOptions _options;
    private readonly ActiveClock _clock;
    private readonly IActorRef _journal;
    private readonly HashSet<CoordinatorId> _agreed = [];
    private readonly HashSet<CoordinatorId> _refused = [];
    private readonly CancellationTokenSource _stopped = new();
    private Candidacy _candidacy = new(TimeSpan.Zero);
    private TermInterpreter? _terms;
    private TimeSpan _greetAt;
    private PeerStanding? _standing;

    /// <summary>Where the others' data planes are. An office that is being opened asks for it on a thread of its own.</summary>
    private volatile ImmutableDictionary<CoordinatorId, Endpoint> _planes = ImmutableDictionary<CoordinatorId, Endpoint>.Empty;

    /// <param name="others">Their actors like this one.</param>
    public PeerActor(PeerSettings settings, ImmutableDictionary<CoordinatorId, ActorPath> others)
    {
        _settings = settings;
        _clock = new ActiveClock(settings.Time, PulseEvery);
        _options = new CandidacyOptions(settings.Rank);
        _paths = others;
        _others = others.ToImmutableDictionary(o => o.Key, o => Context.ActorSelection(o.Value));
        _journal = Context.ActorOf(PeerJournalActor.For(settings.Self, settings.Journal), "journal");
        Receive<PeerJournalActor.Begun>(Begin);
        Receive<PeerJournalActor.Asked>(asked => Hear(asked.Word));
        Receive<PeerJournalActor.OwnAnswer>(own => Handle(own.Answer));
        Receive<JournalRequest>(request => _journal.Forward(request));
        Receive<JournalAnswer>(Hear);
        Receive<PeerHello>(Greet);
        Receive<PeerAnswer>(Agree);
        Receive<PeerActs>(acts => Hear(new ActingHeard(acts.From, acts.Office)));
        Receive<PeerLeaving>(leaving => Hear(new PeerMissed(leaving.From)));
        Receive<DisassociatedEvent>(Break);
        Receive<Pulse>(_ => OnPulse());
        Receive<Wake>(_ => Handle(TermTick.Instance));
        ReceiveOffice();
    }

    public ITimerScheduler Timers { get; set; } = null!;

    protected override void PreStart()
    {
        Timers.StartPeriodicTimer("pulse", Pulse.Instance, TimeSpan.Zero, PulseEvery);
        Context.System.EventStream.Subscribe<DisassociatedEvent>(Self);
    }

    protected override void PostStop() => _stopped.Cancel();

    /// <summary>A journal that fails can't be gone on with: the node ends, and the others go on. A coordinator tells how it failed
    /// itself.</summary>
    protected override SupervisorStrategy SupervisorStrategy() => new OneForOneStrategy(
        maxNrOfRetries: -1,
        withinTimeMilliseconds: -1,
        localOnlyDecider: cause =>
        {
            _settings.Completion.TrySetException(cause is ActorInitializationException ? cause.GetBaseException() : cause);
            return Directive.Stop;
        },
        loggingEnabled: false);

    private void Begin(PeerJournalActor.Begun begun)
    {
        _terms = new TermInterpreter(new TermState { Known = begun.State.Promised }, _settings.TermOptions, this);
        _candidacy = Candidacy.Begin(_clock.Now(), isNew: begun.State.Promised == 0, _options);
        Stand();
    }

    private void Handle(ITermEvent e)
    {
        if (_terms is not null)
        {
            _terms.Handle(_clock.Now(), e);
            Stand();
        }
    }

    private void Hear(IPeerWord word)
    {
        if (_terms is null)
        {
            return;
        }

        (_candidacy, var events) = _candidacy.Hear(_clock.Now(), word, _terms.State, _settings.Self, _options);
        foreach (var e in events)
        {
            Handle(e);
        }

        if (_candidacy.Acting is { } acting && events.Contains(new Proposed(false)))
        {
            _settings.ActingHeard(acting);
        }
    }

    private void Hear(JournalAnswer message)
    {
        if (message.Answer is RowRead read && message.Part is { } part)
        {
            if (_told.Add(read.From, (read.Office, read.Place), part) is not { } record)
            {
                return;
            }

            _record = record;
        }

        Note(message.Answer);
        Handle(message.Answer);
    }

    private void OnPulse()
    {
        var now = _clock.Now();
        if (now >= _greetAt)
        {
            _greetAt = now + GreetEvery;
            foreach (var (other, at) in _others)
            {
                if (!_agreed.Contains(other))
                {
                    at.Tell(new PeerHello(_settings.Self, _settings.Terms, _settings.Data), Self);
                }
            }

            TellOthers();
        }

        Hear(new PeerPulse(_agreed.Count + 1 >= _settings.TermOptions.Majority));
    }

    private void Greet(PeerHello hello)
    {
        var reason = PeerRules.Refuse(hello.Terms, _settings.Terms);
        Sender.Tell(new PeerAnswer(_settings.Self, reason, _settings.Data), Self);
        Find(hello.From, hello.Data);
        if (PeerRules.Refuse(_settings.Terms, hello.Terms) is { } theirs && !EndRefused(hello.From, theirs) && _refused.Add(hello.From))
        {
            _settings.Note($"refused the coordinator at {hello.From}: {reason}");
        }
    }

    private void Agree(PeerAnswer answer)
    {
        if (answer.Reason is { } reason)
        {
            EndRefused(answer.From, reason);
        }
        else
        {
            _agreed.Add(answer.From);
            Find(answer.From, answer.Data);
        }
    }

    private void Find(CoordinatorId other, Endpoint? data)
    {
        if (data is not null && _others.ContainsKey(other))
        {
            _planes = _planes.SetItem(other, data);
        }
    }

    /// <summary>
    /// A node that a majority works with is not the one to end, whatever another has on its command line. Of two that refuse each
    /// other each ends by the first word of the other, be it an answer or a hello: the other may be gone before it answers.
    /// </summary>
    private bool EndRefused(CoordinatorId by, string reason)
    {
        if (_agreed.Count + 1 >= _settings.TermOptions.Majority)
        {
            return false;
        }

        _settings.Completion.TrySetResult(new PeerOutcome.Refused($"{by} refuses this node: {reason}"));
        return true;
    }

    /// <summary>Of a process that is killed this is the first word, and not yet a proof.</summary>
    private void Break(DisassociatedEvent broken)
    {
        foreach (var (other, _) in _paths.Where(path => path.Value.Address.Equals(broken.RemoteAddress)))
        {
            Hear(new PeerMissed(other));
        }
    }

    private void Stand()
    {
        var state = _terms!.State;
        var acts = state.Phase == TermPhase.Acting;
        var standing = new PeerStanding(acts, acts ? state.Office : state.Known, acts ? _settings.Self : _candidacy.Acting);
        if (standing != _standing)
        {
            _standing = standing;
            _settings.Standing(standing);
            TellOthers();
        }
    }

    /// <summary>From the host: the node is to leave; the run goes on.</summary>
    internal sealed record Leave : INoSerializationVerificationNeeded
    {
        public static readonly Leave Instance = new();
    }

    private sealed record Pulse : INoSerializationVerificationNeeded
    {
        public static readonly Pulse Instance = new();
    }

    private sealed record Wake : INoSerializationVerificationNeeded
    {
        public static readonly Wake Instance = new();
    }

    private sealed record Opened(long Office, CoordinatorSettings Settings) : INoSerializationVerificationNeeded;

    private sealed record NotOpened(long Office, Exception Cause) : INoSerializationVerificationNeeded;

    private sealed record Finished(long Office, RunOutcome Outcome) : INoSerializationVerificationNeeded;

    /// <param name="Failure">Why the copy that was fetched is not here; null: it is.</param>
    private sealed record Kept(string? Failure = null) : INoSerializationVerificationNeeded;
}
