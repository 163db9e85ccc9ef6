using System.Runtime.CompilerServices;
using GanCluster.Node.Native;
using GanCluster.Training.Libtorch;

namespace GanCluster.EndToEnd.Tests;

/// <summary>libtorch as the node's processes have it, whichever test computes first: its libraries read their variables at their
/// first use, and a quiet run in this process is what others are held to.</summary>
internal static class NativeEnvironment
{
    [ModuleInitializer]
    internal static void Apply()
    {
        TorchLibrary.Prepare();
        ProcessEnvironment.Apply("native");
        using var first = FinalizerGate.Enter();
    }
}
