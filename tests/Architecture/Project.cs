using Mono.Cecil;

namespace GanCluster.Architecture.Tests;

/// <summary>A project of src/: its sources, and the assembly that was compiled from them.</summary>
/// <param name="Sees">The projects that it may use.</param>
public sealed record Project(string Name, params string[] Sees)
{
    /// <summary>The walls: who sees whom.</summary>
    internal static IReadOnlyList<Project> All { get; } =
    [
        new("Core"),
        new("Training", "Core"),
        new("Exchange", "Core"),
        new("Cluster", "Core"),
        new("Simulation", "Core"),
        new("Telemetry", "Core"),
        new("Node", "Core", "Training", "Exchange", "Cluster", "Simulation", "Telemetry"),
    ];

    internal string Root => "GanCluster." + Name;

    internal string Folder => Path.Combine(Repository(), "src", Root);

    /// <summary>Without what is built, and without Program, which is compiled into programs instead.</summary>
    internal IEnumerable<string> Sources => Directory.EnumerateFiles(Folder, "*.cs", SearchOption.AllDirectories)
        .Where(file => Path.GetRelativePath(Folder, file).Split(Path.DirectorySeparatorChar)[0] is not ("bin" or "obj" or "Program"));

    internal AssemblyDefinition Compiled() => AssemblyDefinition.ReadAssembly(
        Path.Combine(AppContext.BaseDirectory, Name == "Node" ? "gancluster-node.dll" : Root + ".dll"));

    public override string ToString() => Name;

    private static string Repository()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "GanCluster.sln")))
        {
            folder = folder.Parent ?? throw new InvalidOperationException("no GanCluster.sln above the tests");
        }

        return folder.FullName;
    }
}
