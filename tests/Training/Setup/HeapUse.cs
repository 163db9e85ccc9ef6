using System.Runtime.InteropServices;
using GanCluster.Training.Libtorch;
using static TorchSharp.torch;

namespace GanCluster.Training.Tests;

/// <summary>What of the C library's heap, in which libtorch has its tensors, is in use at a time.</summary>
internal static class HeapUse
{
    private static readonly Info? Native = NativeLibrary.TryLoad("libc.so.6", out var library)
        && NativeLibrary.TryGetExport(library, "mallinfo2", out var address)
            ? Marshal.GetDelegateForFunctionPointer<Info>(address)
            : null;

    private delegate Numbers Info();

    /// <summary>Null where the C library does not tell.</summary>
    internal static long? Bytes => Native?.Invoke() is { } numbers ? (long)(numbers.Used + numbers.Mapped) : null;

    /// <summary>The most during an action, as far as somebody sees who looks a thousand times a second.</summary>
    internal static long Peak(Action action)
    {
        var (most, isOver) = (0L, false);
        var watcher = new Thread(() =>
        {
            while (!Volatile.Read(ref isOver))
            {
                most = Math.Max(most, Bytes ?? 0);
                Thread.Sleep(1);
            }
        });
        watcher.Start();
        action();
        Volatile.Write(ref isOver, true);
        watcher.Join();
        return most;
    }

    /// <summary>As mallinfo(3) has them.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct Numbers
    {
        public nuint Arena;
        public nuint FreeChunks;
        public nuint FreeFastChunks;
        public nuint Maps;
        public nuint Mapped;
        public nuint MostUsed;
        public nuint FreeFast;
        public nuint Used;
        public nuint Free;
        public nuint Trimmable;
    }

    /// <summary>A layer that looks each time that something passes, and changes nothing.</summary>
    internal sealed class Look() : nn.Module<Tensor, Tensor>(nameof(Look))
    {
        [ThreadStatic]
        private static long _most;

        /// <summary>The most that is seen during an action by this thread's layers, and where something else is computed for a
        /// network.</summary>
        internal static long MostDuring(Action action)
        {
            _most = 0;
            Underway.Watch((_, _) => See());
            action();
            Underway.Watch(null);
            return _most;
        }

        public override Tensor forward(Tensor x)
        {
            See();
            return x.alias();
        }

        private static void See() => _most = Math.Max(_most, Bytes ?? 0);
    }
}
