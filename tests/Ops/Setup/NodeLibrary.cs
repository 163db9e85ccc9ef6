namespace GanCluster.Ops.Tests.Setup;

/// <summary>The node's executable, started as <c>Host Library COMMAND</c>.</summary>
internal static class NodeLibrary
{
    internal static readonly string Host = Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";
    internal static readonly string Library = Path.Combine(AppContext.BaseDirectory, "gancluster-node.dll");
}
