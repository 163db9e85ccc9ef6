namespace GanCluster.Core.Rounds;

/// <summary>
/// The one rule of what is stale: the newest attempt that was fenced is over, and so is every older one, for good. A fence is
/// raised and never lowered, so that words which come late, twice or out of order change nothing.
/// </summary>
public sealed class AttemptFence
{
    /// <summary>Nothing is over yet.</summary>
    public static readonly AttemptFence None = new(null, "");

    private AttemptFence(AttemptId? newest, string reason)
    {
        Newest = newest;
        Reason = reason;
    }

    public AttemptId? Newest { get; }

    /// <summary>Why the newest is over.</summary>
    public string Reason { get; }

    public static AttemptFence Of(AttemptId id, string reason) => new(id, reason);

    public bool IsOver(AttemptId id) => Newest is { } newest && !newest.IsOlderThan(id);

    /// <summary>This fence, or one of the attempt if it is not over yet.</summary>
    public AttemptFence Raise(AttemptId id, string reason) => IsOver(id) ? this : Of(id, reason);
}
