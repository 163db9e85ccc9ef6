using Akka.Actor;
using Akka.Configuration;

#pragma warning disable IDE0130 // As in Akka.NET.
namespace Akka.Cluster.Tools.Singleton;

public sealed class ClusterSingletonManagerSettings : INoSerializationVerificationNeeded
{
    private ClusterSingletonManagerSettings(string singletonName, string? role, TimeSpan handOverRetryInterval)
    {
        SingletonName = singletonName;
        Role = role!;
        HandOverRetryInterval = handOverRetryInterval;
    }

    /// <summary>The name of the manager's child.</summary>
    public string SingletonName { get; }

    /// <summary>Null: any member may host it.</summary>
    public string Role { get; }

    public TimeSpan HandOverRetryInterval { get; }

    public static ClusterSingletonManagerSettings Create(ActorSystem system)
    {
        Config config = system.Settings.Config;
        string role = config.GetString("akka.cluster.singleton.role", "");
        return new ClusterSingletonManagerSettings(
            config.GetString("akka.cluster.singleton.singleton-name", "singleton"),
            role.Length == 0 ? null : role,
            config.GetTimeSpan("akka.cluster.singleton.hand-over-retry-interval", TimeSpan.FromSeconds(1)));
    }

    public ClusterSingletonManagerSettings WithSingletonName(string singletonName) =>
        new(singletonName, Role, HandOverRetryInterval);

    public ClusterSingletonManagerSettings WithRole(string role) => new(SingletonName, role, HandOverRetryInterval);

    public ClusterSingletonManagerSettings WithHandOverRetryInterval(TimeSpan handOverRetryInterval) =>
        new(SingletonName, Role, handOverRetryInterval);
}
