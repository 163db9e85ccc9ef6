using System.Diagnostics;
using GanCluster.EndToEnd.Tests.Runs;

namespace GanCluster.EndToEnd.Tests.Network;

/// <summary>One end of a <see cref="Cable"/>.</summary>
internal sealed record Machine(string Namespace, string Address)
{
    internal bool Exists => File.Exists($"/run/netns/{Namespace}");

    /// <summary>Starts the node's executable here.</summary>
    internal NodeProcess Start(string workingFolder, params string[] arguments) => NodeProcess.Start(
        new ProcessStartInfo("ip", ["netns", "exec", Namespace, NodeProcess.Host, NodeProcess.Library, .. arguments])
        {
            WorkingDirectory = workingFolder,
        },
        new Dictionary<string, string>());
}
