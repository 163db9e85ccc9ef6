using System.Globalization;

namespace GanCluster.EndToEnd.Tests.Network;

/// <summary>A test over a <see cref="Cable"/> that takes half a minute a cut: so many as <c>GANCLUSTER_CUTS</c> says, or none.</summary>
internal sealed class CutsFactAttribute : FactAttribute
{
    public CutsFactAttribute()
    {
        if (Cuts == 0)
        {
            Skip = "takes half a minute a cut: set GANCLUSTER_CUTS to their number, as root";
        }
    }

    internal static int Cuts { get; } =
        int.Parse(Environment.GetEnvironmentVariable("GANCLUSTER_CUTS") ?? "0", CultureInfo.InvariantCulture);
}
