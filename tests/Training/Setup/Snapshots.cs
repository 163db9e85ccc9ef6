using System.Runtime.InteropServices;
using GanCluster.Core.Workers;
using GanCluster.Training.Replicas;

namespace GanCluster.Training.Tests;

/// <summary>A version's tensors as names and hexadecimal bits, to be compared.</summary>
internal sealed record Snapshots(IReadOnlyList<(string Name, string Bits)> Tensors)
{
    internal static Snapshots Of(GanReplica replica) => Of(replica.Snapshot());

    internal static Snapshots Of(VersionSnapshot snapshot) => new(
        [.. snapshot.Tensors.Select(t => (t.Name, Convert.ToHexString(MemoryMarshal.AsBytes(t.Values.Span))))]);

    /// <summary>Of the working slot, which is committed for it.</summary>
    internal static Snapshots OfWorking(GanReplica replica, long step)
    {
        replica.Commit(step);
        return Of(replica);
    }

    /// <summary>The bits of one network's tensors, without their names.</summary>
    internal string[] Bits(string prefix) => [.. Where(prefix).Select(t => t.Item2)];

    internal IReadOnlyList<(string, string)> Where(params string[] prefixes) =>
        [.. Tensors.Where(t => prefixes.Any(prefix => t.Name.StartsWith(prefix, StringComparison.Ordinal)))];
}
