using System.Runtime.CompilerServices;

namespace GanCluster.Training.Libtorch;

/// <summary>
/// Lets the runtime finalize only while nobody computes. TorchSharp (0.107) hands a number to libtorch as the address that a Scalar
/// object holds, and lets go of the object: a collection in the middle of the call has the finalizer free what libtorch still
/// reads, and the call throws or computes with another number. Nothing a caller could hold on to is in reach (a layer's slope, say,
/// becomes a Scalar within TorchSharp), so what is due waits on the finalizer's own thread, which stands here in between.
/// </summary>
public static class FinalizerGate
{
    /// <summary>After so many collections the gate is opened when nobody happens to compute.</summary>
    private const int Due = 4;

    /// <summary>After so many, each of which leaves some thousand objects waiting, nobody begins until it was open.</summary>
    private const int Overdue = 32;

    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(20);

    /// <summary>Whoever computes for longer delays the others by no more.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(0.5);
    private static readonly TimeSpan WaitAgainAfter = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan OpenAfter = TimeSpan.FromSeconds(1);
    private static readonly ReaderWriterLockSlim Computing = new(LockRecursionPolicy.SupportsRecursion);
    private static readonly ManualResetEventSlim Open = new();
    private static readonly ManualResetEventSlim IsHeld = new();
    private static readonly Lock Changing = new();
    private static int _number;
    private static int _long;
    private static int _entries;
    private static int _collections;
    private static volatile bool _isThere;

    /// <summary>For a part of a step, in which nothing is finalized. Whoever computes comes by here, so here the process makes
    /// its <see cref="FirstUse"/> of the library.</summary>
    public static Scope Enter()
    {
        while (true)
        {
            BeThere();
            Computing.EnterReadLock();
            if (_isThere)
            {
                Interlocked.Increment(ref _entries);
                FirstUse.Settle();
                return new Scope(isLong: false);
            }

            Computing.ExitReadLock();
        }
    }

    /// <summary>For as long as a command or an evaluation takes; what would be finalized meanwhile waits until its end.</summary>
    public static Scope EnterLong()
    {
        using var counted = Enter();
        Interlocked.Increment(ref _long);
        return new Scope(isLong: true);
    }

    /// <summary>Opens it whoever still computes, as a thread that hangs does: a process can't end before its finalizer's
    /// thread.</summary>
    public static void Leave()
    {
        lock (Changing)
        {
            Go();
        }
    }

    private static void BeThere()
    {
        if (_isThere)
        {
            return;
        }

        lock (Changing)
        {
            if (!_isThere)
            {
                Close();
                _isThere = true;
                var number = ++_number;
                new Thread(() => Keep(number)) { Name = "finalizer gate", IsBackground = true }.Start();
            }
        }
    }

    /// <param name="number">Of the closing; the next one has a thread of its own.</param>
    private static void Keep(int number)
    {
        var (entries, idleFrom, patientUntil) = (-1, Now(), TimeSpan.Zero);
        while (true)
        {
            Thread.Sleep(LookEvery);
            if (Volatile.Read(ref _long) > 0 || _entries != entries)
            {
                (entries, idleFrom) = (_entries, Now());
            }

            var (isIdle, since) = (Now() - idleFrom >= OpenAfter, GC.CollectionCount(0) - _collections);
            if ((since < Due && !isIdle) || Volatile.Read(ref _long) > 0)
            {
                continue;
            }

            var wait = since >= Overdue && Now() >= patientUntil ? LongestWait : TimeSpan.Zero;
            if (!Computing.TryEnterWriteLock(wait))
            {
                // Who has not come out in that time may hang: the others can't wait for it again and again.
                patientUntil = wait > TimeSpan.Zero ? Now() + WaitAgainAfter : patientUntil;
                continue;
            }

            try
            {
                if (!Pass(number, isForGood: isIdle && _entries == entries))
                {
                    return;
                }
            }
            finally
            {
                Computing.ExitWriteLock();
            }
        }
    }

    /// <summary>What waits is finalized.</summary>
    /// <returns>Whether the gate is closed again.</returns>
    private static bool Pass(int number, bool isForGood)
    {
        lock (Changing)
        {
            if (number != _number || !_isThere)
            {
                return false;
            }

            if (isForGood)
            {
                Go();
            }
            else if (_long == 0)
            {
                Open.Set();
                GC.WaitForPendingFinalizers();
                Close();
            }

            return _isThere;
        }
    }

    private static void Go()
    {
        _isThere = false;
        Open.Set();
        GC.WaitForPendingFinalizers();
    }

    private static TimeSpan Now() => TimeProvider.System.GetElapsedTime(0);

    /// <summary>Returns when the finalizer's thread stands in a <see cref="Stop"/>'s finalizer.</summary>
    private static void Close()
    {
        Open.Reset();
        IsHeld.Reset();
        Stop.Make();
        for (var tries = 0; !IsHeld.IsSet; tries++)
        {
            GC.Collect(Math.Min(tries / 4, GC.MaxGeneration));
            IsHeld.Wait(TimeSpan.FromMilliseconds(1));
        }

        _collections = GC.CollectionCount(0);
    }

    /// <summary>Ends with its disposal, on the thread that began it.</summary>
    public readonly struct Scope(bool isLong) : IDisposable
    {
        public void Dispose()
        {
            if (isLong)
            {
                Interlocked.Decrement(ref _long);
            }
            else
            {
                Computing.ExitReadLock();
            }
        }
    }

    private sealed class Stop
    {
#pragma warning disable MA0055 // It frees nothing: where it is called is what it is for.
        ~Stop()
#pragma warning restore MA0055
        {
            IsHeld.Set();
            Open.Wait();
        }

        /// <summary>Of its own, so that no register keeps it.</summary>
        [MethodImpl(MethodImplOptions.NoInlining)]
        public static void Make() => _ = new Stop();
    }
}
