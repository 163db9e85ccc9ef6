using System.Diagnostics;
using System.Runtime.CompilerServices;
using GanCluster.Training.Libtorch;

namespace GanCluster.EndToEnd.Tests.Runs;

public sealed class FinalizerGateSpecs
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);
    private static int _finalized;

    [Fact]
    public void Nothing_is_finalized_while_somebody_computes_and_everything_afterwards()
    {
        var before = Volatile.Read(ref _finalized);
        using (FinalizerGate.Enter())
        {
            Make();
            for (var n = 0; n < 100; n++)
            {
                GC.Collect();
                Thread.Yield();
            }

            Assert.Equal(before, Volatile.Read(ref _finalized));
        }

        AwaitFinalized(before + 1, () => FinalizerGate.Enter().Dispose());
    }

    [Fact]
    public void When_nobody_computes_any_more_it_stays_open()
    {
        var before = Volatile.Read(ref _finalized);
        using (FinalizerGate.EnterLong())
        {
            Make();
            GC.Collect();
        }

        AwaitFinalized(before + 1, () => { });
    }

    [Fact]
    public void A_thread_that_never_comes_out_keeps_no_process_from_its_end()
    {
        using var computing = FinalizerGate.Enter();
        var before = Volatile.Read(ref _finalized);
        Make();
        GC.Collect();

        FinalizerGate.Leave();

        AwaitFinalized(before + 1, GC.Collect);
    }

    private static void AwaitFinalized(int count, Action meanwhile)
    {
        var watch = Stopwatch.StartNew();
        while (Volatile.Read(ref _finalized) < count)
        {
            Assert.True(watch.Elapsed < Deadline, $"it was not finalized within {Deadline}");
            meanwhile();
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
