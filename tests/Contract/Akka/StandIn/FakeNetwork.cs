using Akka.Actor;
using Akka.Cluster;
using static Akka.Cluster.ClusterEvent;

namespace GanCluster.Contract.Tests;

/// <summary>
/// Nodes of the stand-in's membership rules with a virtual clock: messages arrive at once and in order unless their link
/// is cut.
/// </summary>
internal sealed class FakeNetwork(MembershipOptions options)
{
    private readonly Dictionary<Address, FakeNode> _nodes = [];
    private readonly HashSet<(Address From, Address To)> _cut = [];
    private readonly Queue<(FakeNode From, SendTo Send)> _flying = [];
    private int _uids;

    public TimeSpan Now { get; private set; } = TimeSpan.FromSeconds(1);

    /// <summary>A new incarnation at this port.</summary>
    public FakeNode Start(int port, params string[] roles)
    {
        Address address = new("akka.tcp", "s", "h", port);
        FakeNode node = new(new UniqueAddress(address, ++_uids), roles, options);
        _nodes[address] = node;
        return node;
    }

    public FakeNode Joined(int port, FakeNode seed, params string[] roles)
    {
        FakeNode node = Start(port, roles);
        Do(node, rules => rules.JoinSeedNodes(Now, [seed.Self.Address]));
        return node;
    }

    public FakeNode Seed(int port, params string[] roles)
    {
        FakeNode node = Start(port, roles);
        Do(node, rules => rules.JoinSeedNodes(Now, [node.Self.Address]));
        return node;
    }

    public void Kill(FakeNode node) => _nodes.Remove(node.Self.Address);

    public void Cut(FakeNode a, FakeNode b)
    {
        _cut.Add((a.Self.Address, b.Self.Address));
        _cut.Add((b.Self.Address, a.Self.Address));
    }

    /// <summary>Nothing reaches the node any more, while it still reaches the others.</summary>
    public void CutTo(FakeNode node) => _cut.UnionWith(_nodes.Keys.Select(other => (other, node.Self.Address)));

    public void Heal() => _cut.Clear();

    public void Do(FakeNode node, Func<Membership, IReadOnlyList<IMembershipEffect>> step)
    {
        Interpret(node, step(node.Rules));
        while (_flying.TryDequeue(out (FakeNode From, SendTo Send) message))
        {
            (Address from, Address to) link = (message.From.Self.Address, message.Send.To);
            if (!_cut.Contains(link) && _nodes.TryGetValue(link.to, out FakeNode? receiver))
            {
                Interpret(receiver, receiver.Rules.Receive(Now, message.From.Self, message.Send.Message));
            }
        }
    }

    public void Advance(double seconds)
    {
        TimeSpan end = Now + TimeSpan.FromSeconds(seconds);
        while (Now < end)
        {
            Now += options.HeartbeatInterval;
            foreach (FakeNode node in _nodes.Values.ToList())
            {
                Do(node, rules => rules.Tick(Now));
            }
        }
    }

    private void Interpret(FakeNode node, IReadOnlyList<IMembershipEffect> effects)
    {
        if (node.Rules.Table is { } table)
        {
            Assert.True(node.Highest is null || table.Version.CompareTo(node.Highest) >= 0, "the version of a table went down");
            node.Highest = table.Version;
        }
        foreach (IMembershipEffect effect in effects)
        {
            switch (effect)
            {
                case SendTo send:
                    _flying.Enqueue((node, send));
                    break;
                case Publish publish:
                    node.Events.Add(publish.Event);
                    break;
                default:
                    node.Effects.Add(effect);
                    break;
            }
        }
    }
}

internal sealed class FakeNode(UniqueAddress self, string[] roles, MembershipOptions options)
{
    public UniqueAddress Self { get; } = self;

    public Membership Rules { get; } = new(self, roles, options);

    public List<IClusterDomainEvent> Events { get; } = [];

    public List<IMembershipEffect> Effects { get; } = [];

    public TableVersion? Highest { get; set; }

    public IEnumerable<string> Members => Rules.State.Members.Select(member => $"{member.Address.Port} {member.Status}");

    public IEnumerable<int?> Unreachable => Rules.State.Unreachable.Select(member => member.Address.Port);

    public IEnumerable<string> EventsOf(FakeNode node) => Events.OfType<IMemberEvent>()
        .Where(change => change.Member.UniqueAddress == node.Self)
        .Select(change => change.GetType().Name);
}
