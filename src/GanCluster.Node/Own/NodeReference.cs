namespace GanCluster.Node.Own;

/// <summary>How a project refers to this library.</summary>
/// <param name="Place">The folder of its project, or the package's version.</param>
internal sealed record NodeReference(bool IsSource, string Place)
{
    /// <summary>The checkout that this program was built in; the package where there is none.</summary>
    /// <param name="start">The executable's folder.</param>
    /// <param name="version">Of this library.</param>
    internal static NodeReference Here(string start, string version)
    {
        for (var folder = new DirectoryInfo(start); folder is not null; folder = folder.Parent)
        {
            var project = Path.Combine(folder.FullName, "src", "GanCluster.Node");
            if (File.Exists(Path.Combine(project, "GanCluster.Node.csproj")))
            {
                return new NodeReference(IsSource: true, project);
            }
        }

        return new NodeReference(IsSource: false, version);
    }

    /// <summary>As it is written in a project below <paramref name="folder"/>: within a checkout, which may be moved, by the way there.</summary>
    internal string From(string folder)
    {
        if (!IsSource)
        {
            return Place;
        }

        var root = Path.GetFullPath(Path.Combine(Place, "..", ".."));
        return Path.GetFullPath(folder).StartsWith(root + Path.DirectorySeparatorChar, StringComparison.Ordinal)
            ? Path.GetRelativePath(folder, Place).Replace('\\', '/')
            : Place.Replace('\\', '/');
    }
}
