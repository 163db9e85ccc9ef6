using System.Diagnostics;

namespace GanCluster.EndToEnd.Tests.Network;

/// <summary>
/// Two network namespaces that stand for two machines, each with an address of its own, and the cable between them. Needs root.
/// </summary>
internal sealed class Cable : IDisposable
{
    private const string Device = "cable";

    /// <summary>A locally administered address that no card has.</summary>
    private const string Nobody = "02:00:00:00:00:01";

    internal Cable()
    {
        var network = $"10.77.{Environment.ProcessId % 250}";
        Near = new Machine($"gancluster-{Environment.ProcessId}-near", $"{network}.1");
        Far = new Machine($"gancluster-{Environment.ProcessId}-far", $"{network}.2");
        try
        {
            Array.ForEach(Both, machine => Ip($"netns add {machine.Namespace}"));
            Ip($"-n {Near.Namespace} link add {Device} type veth peer name {Device} netns {Far.Namespace}");
            foreach (var machine in Both)
            {
                Ip($"-n {machine.Namespace} address add {machine.Address}/24 dev {Device}");
                Ip($"-n {machine.Namespace} link set lo up");
                Ip($"-n {machine.Namespace} link set {Device} up");
            }
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    internal Machine Near { get; }

    internal Machine Far { get; }

    private Machine[] Both => [Near, Far];

    /// <summary>
    /// From now on nothing arrives, and nobody is told: either machine sends to a card that is not there. To take a device down
    /// instead would be something else, for its machine's own address goes with it.
    /// </summary>
    internal void Cut()
    {
        Ip($"-n {Near.Namespace} neighbour replace {Far.Address} lladdr {Nobody} dev {Device} nud permanent");
        Ip($"-n {Far.Namespace} neighbour replace {Near.Address} lladdr {Nobody} dev {Device} nud permanent");
    }

    internal void Mend()
    {
        Ip($"-n {Near.Namespace} neighbour delete {Far.Address} dev {Device}");
        Ip($"-n {Far.Namespace} neighbour delete {Near.Address} dev {Device}");
    }

    /// <summary>No process is on either machine.</summary>
    internal void AssertNobodyThere() =>
        Assert.All(Both, machine => Assert.Equal("", Ip($"netns pids {machine.Namespace}")));

    /// <summary>The devices go with their namespaces.</summary>
    public void Dispose()
    {
        foreach (var machine in Both.Where(m => m.Exists))
        {
            Ip($"netns delete {machine.Namespace}");
        }
    }

    private static string Ip(string arguments)
    {
        using var ip = Process.Start(new ProcessStartInfo("ip", arguments)
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var output = ip.StandardOutput.ReadToEnd();
        var error = ip.StandardError.ReadToEnd();
        ip.WaitForExit();
        Assert.True(ip.ExitCode == 0, $"ip {arguments}: {error}");
        return output.Trim();
    }
}
