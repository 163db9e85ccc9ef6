#pragma warning disable IDE0130 // As in Akka.NET.
namespace Akka.Cluster.Tools.Singleton;

/// <summary>From the next host's manager to the last one's, until it is answered.</summary>
internal sealed record HandOverToMe
{
    private HandOverToMe()
    {
    }

    public static HandOverToMe Instance { get; } = new();
}

/// <summary>The singleton has stopped here and will not start again.</summary>
internal sealed record HandOverDone
{
    private HandOverDone()
    {
    }

    public static HandOverDone Instance { get; } = new();
}
