using GanCluster.Node.Supervision;

namespace GanCluster.Node.Chaos;

internal enum ChaosState
{
    /// <summary>On its way: it has not joined, or not caught up.</summary>
    Coming,

    Here,

    Halted,

    Leaving,

    /// <summary>It was killed, or has left.</summary>
    Gone,
}

/// <summary>A node that events may strike.</summary>
internal sealed class ChaosNode(string name, ChildNode process)
{
    internal string Name => name;

    internal ChildNode Process => process;

    internal ChaosState State { get; set; } = ChaosState.Coming;

    /// <summary>A worker node's worker; empty until it has joined, and of a coordinator.</summary>
    internal string Worker { get; set; } = "";

    internal bool Lives => State != ChaosState.Gone;
}
