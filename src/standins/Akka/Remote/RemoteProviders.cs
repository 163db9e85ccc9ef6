using Akka.Actor.Setup;
using Akka.Remote;

#pragma warning disable IDE0130 // The other half is of that namespace.
namespace Akka.Internal;

internal static partial class RemoteProviders
{
    static partial void Create(string kind, ActorSystemSetup setup, ref RemoteProvider? provider)
    {
        bool clustered = kind == "cluster" || kind.Contains("ClusterActorRefProvider", StringComparison.Ordinal);
        bool remote = kind == "remote" || kind.Contains("RemoteActorRefProvider", StringComparison.Ordinal);
        provider = clustered || remote ? new Remoting(clustered, setup) : provider;
    }
}
