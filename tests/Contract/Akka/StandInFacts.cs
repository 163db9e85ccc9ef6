using System.Reflection;
using Akka.Actor;

namespace GanCluster.Contract.Tests;

/// <summary>What the stand-in does beyond Akka.NET, so that nothing else may rely on it: skipped on the real package.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class StandInFactAttribute : FactAttribute
{
    public StandInFactAttribute() => Skip = StandIn.IsAbsent ? StandIn.Reason : null;
}

/// <inheritdoc cref="StandInFactAttribute"/>
[AttributeUsage(AttributeTargets.Method)]
public sealed class StandInTheoryAttribute : TheoryAttribute
{
    public StandInTheoryAttribute() => Skip = StandIn.IsAbsent ? StandIn.Reason : null;
}

internal static class StandIn
{
    public const string Reason = "Akka.NET itself does otherwise";

    public static bool IsAbsent { get; } = typeof(ActorSystem).Assembly
        .GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Contains("standin") != true;
}
