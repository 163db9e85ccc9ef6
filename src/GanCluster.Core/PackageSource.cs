using System.Reflection;

namespace GanCluster.Core;

/// <summary>Where a family of packages came from in this build: <c>nuget</c> or <c>standin</c>.</summary>
public sealed record PackageSource(string Family, string Source, string Version)
{
    /// <param name="user">The assembly that uses the family; its project notes the source.</param>
    public static PackageSource Of(string family, Assembly user, string version) => new(
        family, user.GetCustomAttributes<AssemblyMetadataAttribute>().First(a => a.Key == family + "Source").Value!, version);
}
