using System.Reflection;
using Akka.Actor;
using GanCluster.Core;

namespace GanCluster.Cluster.Hosting;

public static class AkkaPackage
{
    public static PackageSource Source() => PackageSource.Of(
        "Akka",
        typeof(AkkaPackage).Assembly,
        typeof(ActorSystem).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion
            ?? "unknown");
}
