using System.Collections.Immutable;
using Akka.Actor;

namespace Akka.Cluster;

internal enum JoiningStep
{
    Wait,
    AskSeeds,
    AskToJoin,
    StartCluster,
    GiveUp,
}

/// <summary>
/// The way into a cluster: seeds are asked until one answers, then that one is asked to be let in. A node that is the first seed
/// itself starts the cluster, at once when there is no other seed, or when none has answered for the seed timeout.
/// </summary>
internal sealed class Joining(Address self, MembershipOptions options)
{
    private bool _begun;
    private bool _gaveDirectly;
    private bool _isFirst;
    private TimeSpan _started;
    private TimeSpan _targetSince;

    public ImmutableList<Address> Others { get; private set; } = [];

    public Address? Target { get; private set; }

    public void Begin(TimeSpan now, ImmutableList<Address> seeds, bool single)
    {
        _begun = !seeds.IsEmpty;
        _gaveDirectly = single;
        _isFirst = !seeds.IsEmpty && seeds[0].Equals(self);
        Others = seeds.RemoveAll(seed => seed.Equals(self));
        Target = single ? seeds[0] : null;
        _started = _targetSince = now;
    }

    public void Answered(TimeSpan now, Address seed)
    {
        if (Target is null && _begun)
        {
            Target = seed;
            _targetSince = now;
        }
    }

    public JoiningStep Next(TimeSpan now)
    {
        if (!_begun)
        {
            return JoiningStep.Wait;
        }
        if (_isFirst && (Others.IsEmpty || (Target is null && now - _started >= options.SeedTimeout)))
        {
            return JoiningStep.StartCluster;
        }
        if (!_gaveDirectly && options.GiveUpJoining is { } wait && now - _started >= wait)
        {
            return JoiningStep.GiveUp;
        }
        if (Target is not null && !_gaveDirectly && options.JoinRetry > TimeSpan.Zero && now - _targetSince >= options.JoinRetry)
        {
            Target = null;
        }
        return Target is null ? JoiningStep.AskSeeds : JoiningStep.AskToJoin;
    }
}
