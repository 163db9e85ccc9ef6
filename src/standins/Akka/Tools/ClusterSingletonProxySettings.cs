using Akka.Actor;
using Akka.Configuration;

#pragma warning disable IDE0130 // As in Akka.NET.
namespace Akka.Cluster.Tools.Singleton;

public sealed class ClusterSingletonProxySettings : INoSerializationVerificationNeeded
{
    private ClusterSingletonProxySettings(string singletonName, string? role, TimeSpan identificationInterval, int bufferSize)
    {
        SingletonName = singletonName;
        Role = role!;
        SingletonIdentificationInterval = identificationInterval;
        BufferSize = bufferSize;
    }

    public string SingletonName { get; }

    /// <summary>Null: any member may host it. The same as the manager's.</summary>
    public string Role { get; }

    public TimeSpan SingletonIdentificationInterval { get; }

    /// <summary>Messages kept while nobody knows where the singleton is; 0 keeps none.</summary>
    public int BufferSize { get; }

    public static ClusterSingletonProxySettings Create(ActorSystem system)
    {
        Config config = system.Settings.Config;
        string role = config.GetString("akka.cluster.singleton-proxy.role", "");
        return new ClusterSingletonProxySettings(
            config.GetString("akka.cluster.singleton-proxy.singleton-name", "singleton"),
            role.Length == 0 ? null : role,
            config.GetTimeSpan("akka.cluster.singleton-proxy.singleton-identification-interval", TimeSpan.FromSeconds(1)),
            config.GetInt("akka.cluster.singleton-proxy.buffer-size", 1000));
    }

    public ClusterSingletonProxySettings WithSingletonName(string singletonName) =>
        new(singletonName, Role, SingletonIdentificationInterval, BufferSize);

    public ClusterSingletonProxySettings WithRole(string role) =>
        new(SingletonName, role, SingletonIdentificationInterval, BufferSize);

    public ClusterSingletonProxySettings WithSingletonIdentificationInterval(TimeSpan singletonIdentificationInterval) =>
        new(SingletonName, Role, singletonIdentificationInterval, BufferSize);

    /// <exception cref="ArgumentOutOfRangeException">Not in 0 to 10,000.</exception>
    public ClusterSingletonProxySettings WithBufferSize(int bufferSize)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(bufferSize);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(bufferSize, 10_000);
        return new ClusterSingletonProxySettings(SingletonName, Role, SingletonIdentificationInterval, bufferSize);
    }
}
