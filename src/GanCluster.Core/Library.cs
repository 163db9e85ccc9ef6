using System.Reflection;

namespace GanCluster.Core;

/// <summary>A library that this build stands on, as doctor, metrics and summary.json name it.</summary>
public sealed record Library(string Name, string Version)
{
    /// <summary>With the assembly's informational version, less the commit it was built from.</summary>
    public static Library Of(string name, Assembly assembly)
    {
        var version = assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion;
        return new(name, version?.Split('+')[0] ?? assembly.GetName().Version?.ToString() ?? "unknown");
    }
}
