namespace GanCluster.Ops.Tests.Setup;

/// <summary>
/// A test that runs a program of a Debian package. Who is not root is told that it is skipped without it; for root
/// `./gancluster test` installs it, and it fails.
/// </summary>
internal sealed class ToolFactAttribute : FactAttribute
{
    /// <param name="tool">The program.</param>
    /// <param name="package">Debian's name for what brings it.</param>
    public ToolFactAttribute(string tool, string package) => Skip = Why(tool, package);

    /// <returns>Null: it is not skipped.</returns>
    internal static string? Why(string tool, string package)
    {
        var canInstall = Environment.IsPrivilegedProcess && File.Exists("/etc/debian_version");
        return canInstall || Tool.IsHere(tool) ? null : $"{tool} is not on the PATH (Debian package {package})";
    }
}

/// <summary>The same, of a theory.</summary>
internal sealed class ToolTheoryAttribute : TheoryAttribute
{
    public ToolTheoryAttribute(string tool, string package) => Skip = ToolFactAttribute.Why(tool, package);
}
