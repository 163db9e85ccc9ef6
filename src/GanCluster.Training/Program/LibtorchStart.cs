using System.Runtime.CompilerServices;

namespace GanCluster.Training.Libtorch;

/// <summary>Compiled into every program (Libtorch.props), so that it comes before anything that program does with TorchSharp.</summary>
internal static class LibtorchStart
{
    [ModuleInitializer]
    internal static void Prepare()
    {
        HostAllocator.KeepFreed();
        TorchLibrary.Prepare();
    }
}
