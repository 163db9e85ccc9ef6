using Akka.Actor;
using Akka.Cluster;

namespace GanCluster.Cluster.Hosting;

/// <summary>
/// Akka.NET's part that decides on members out of reach, of a coordinator: named in its settings, and made by Akka.NET. Its own resolver
/// takes every member's word for who is out of reach. After a cable is mended workers that were cut off pass on that they had not reached
/// the coordinator, which then ends itself for being reached by some alone. Here workers have no word.
/// </summary>
internal sealed class CoordinatorsDowning : IDowningProvider
{
    /// <summary>Of a member out of reach; as long as Akka.NET's resolver is set to.</summary>
    private const string StableAfter = "akka.cluster.split-brain-resolver.stable-after";

    private readonly TimeSpan _stableAfter;

    /// <summary>As Akka.NET calls it.</summary>
    public CoordinatorsDowning(ActorSystem system, Akka.Cluster.Cluster cluster) => _stableAfter = system.Settings.Config.GetTimeSpan(StableAfter);

    public TimeSpan DownRemovalMargin => _stableAfter;

    public Props DowningActorProps
    {
        get
        {
            var stableAfter = _stableAfter;
            return Props.Create(() => new DowningActor(stableAfter));
        }
    }
}
