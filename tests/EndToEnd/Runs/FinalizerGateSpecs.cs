using System.Diagnostics;
using System.Runtime.CompilerServices;
using GanCluster.Training.Libtorch;
using static TorchSharp.torch;

namespace GanCluster.EndToEnd.Tests.Runs;

public sealed class FinalizerGateSpecs
{
    private static int _finalized;

    /// <summary>Without the gate some ten of these calls throw, while collections come as fast as they can.</summary>
    [Fact]
    public void No_number_is_freed_while_libtorch_reads_it()
    {
        TorchLibrary.Prepare();
        using var scope = NewDisposeScope();
        using var ending = new CancellationTokenSource();
        var stop = ending.Token;
        var collecting = new Thread(() =>
        {
            while (!stop.IsCancellationRequested)
            {
                GC.Collect(0);
                var pause = Stopwatch.StartNew();
                while (pause.Elapsed < TimeSpan.FromMicroseconds(50))
                {
                    Thread.SpinWait(20);
                }
            }
        });
        var x = tensor([-4f]);
        collecting.Start();
        try
        {
            var watch = Stopwatch.StartNew();
            while (watch.Elapsed < TimeSpan.FromSeconds(4))
            {
                using var gate = FinalizerGate.Enter();
                for (var n = 0; n < 200; n++)
                {
                    using var y = nn.functional.leaky_relu(x, 0.25);
                    Assert.Equal(-1, y.item<float>());
                }
            }
        }
        finally
        {
            ending.Cancel();
            collecting.Join();
        }
    }

    [Fact]
    public void What_waits_is_finalized_between_two_computations()
    {
        var before = Volatile.Read(ref _finalized);
        Make();
        var watch = Stopwatch.StartNew();
        while (Volatile.Read(ref _finalized) == before)
        {
            Assert.True(watch.Elapsed < TimeSpan.FromSeconds(30), "nothing was finalized within 30 s");
            using (FinalizerGate.Enter())
            {
                GC.Collect();
            }

            Thread.Yield();
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Make() => _ = new Waiting();

    private sealed class Waiting
    {
#pragma warning disable MA0055 // That it is called is what is tested.
        ~Waiting() => Interlocked.Increment(ref _finalized);
#pragma warning restore MA0055
    }
}
