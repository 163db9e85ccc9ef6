using System.Runtime.InteropServices;

namespace GanCluster.Training.Libtorch;

/// <summary>
/// The C library's allocator, by which libtorch has the host's memory. A step takes and gives back the same hundreds of megabytes;
/// by default every tensor above a threshold goes back to the system at once and comes again as new pages, which the kernel clears
/// first: an eighth of a small DCGAN's step. Here freed memory stays the process's, in one heap of large pages for all threads.
/// </summary>
public static class HostAllocator
{
    private const int TrimThreshold = -1;
    private const int MostMaps = -4;
    private const int MostArenas = -8;

    /// <summary>Of addresses; a page is taken when it is first written.</summary>
    private const int HeapBytes = 512 << 20;
    private const int LargePageBytes = 2 << 20;
    private const int MadviseHugePage = 14;

    private delegate int MallOpt(int parameter, int value);

    private delegate nint Malloc(nuint bytes);

    private delegate void Free(nint address);

    private delegate int Madvise(nint address, nuint bytes, int advice);

    /// <summary>Of the whole process, before its threads take memory. Where the C library is not glibc, nothing is done.</summary>
    /// <returns>Whether freed memory stays.</returns>
    public static bool KeepFreed()
    {
        if (!OperatingSystem.IsLinux() || !NativeLibrary.TryLoad("libc.so.6", out var library)
            || !NativeLibrary.TryGetExport(library, "mallopt", out var mallopt))
        {
            return false;
        }

        var set = Marshal.GetDelegateForFunctionPointer<MallOpt>(mallopt);
        var isKept = set(MostMaps, 0) == 1 && set(TrimThreshold, int.MaxValue) == 1 && set(MostArenas, 1) == 1;
        UseLargePages(library);
        return isKept;
    }

    /// <summary>Has the heap grow once, marks what it grew by, and leaves that to it.</summary>
    private static void UseLargePages(nint library)
    {
        var grown = Of<Malloc>(library, "malloc")(HeapBytes);
        if (grown != 0)
        {
            var first = (grown + LargePageBytes - 1) / LargePageBytes * LargePageBytes;
            _ = Of<Madvise>(library, "madvise")(first, (nuint)(HeapBytes - LargePageBytes - (int)(first - grown)), MadviseHugePage);
            Of<Free>(library, "free")(grown);
        }
    }

    private static T Of<T>(nint library, string name)
        where T : Delegate => Marshal.GetDelegateForFunctionPointer<T>(NativeLibrary.GetExport(library, name));
}
