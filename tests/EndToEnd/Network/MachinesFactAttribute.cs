namespace GanCluster.EndToEnd.Tests.Network;

/// <summary>
/// A test over a <see cref="Cable"/>. Who is not root is told that it is skipped; where root can't make one it fails.
/// </summary>
internal sealed class MachinesFactAttribute : FactAttribute
{
    public MachinesFactAttribute()
    {
        if (!Environment.IsPrivilegedProcess)
        {
            Skip = "only root can make network namespaces";
        }
    }
}
