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
    private static readonly TimeSpan OpenAfter = TimeSpan.FromSeconds(1);
    private static readonly ReaderWriterLockSlim Computing = new(LockRecursionPolicy.SupportsRecursion);
    private static readonly ManualResetEventSlim Open = new();
    private static readonly ManualResetEventSlim IsHeld = new();
    private static readonly Lock Starting = new();
    private static int _long;
    private static int _entries;
    private static int _collections;
    private static volatile bool _isThere;

    /// <summary>For a part of a step, in which nothing is finalized.</summary>
    public static Scope Enter()
    {
        while (true)
        {
            BeThere();
            Computing.EnterReadLock();
            if (_isThere)
            {
                Interlocked.Increment(ref _entries);
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

    private static void BeThere()
    {
        if (_isThere)
        {
            return;
        }

        lock (Starting)
        {
            if (!_isThere)
            {
                Close();
                _isThere = true;
                new Thread(Keep) { Name = "finalizer gate", IsBackground = true }.Start();
            }
        }
    }

    /// <summary>Until nobody has computed for a while, for a process can't end before its finalizer's thread.</summary>
    private static void Keep()
    {
        var (entries, idleFrom) = (-1, TimeProvider.System.GetTimestamp());
        while (true)
        {
            Thread.Sleep(LookEvery);
            if (_entries != entries || Volatile.Read(ref _long) > 0)
            {
                (entries, idleFrom) = (_entries, TimeProvider.System.GetTimestamp());
            }

            var isIdle = TimeProvider.System.GetElapsedTime(idleFrom) >= OpenAfter;
            var since = GC.CollectionCount(0) - _collections;
            if ((since < Due && !isIdle) || Volatile.Read(ref _long) > 0
                || !Computing.TryEnterWriteLock(since < Overdue ? TimeSpan.Zero : LongestWait))
            {
                continue;
            }

            try
            {
                if (_long == 0)
                {
                    Open.Set();
                    GC.WaitForPendingFinalizers();
                    if (isIdle && _entries == entries)
                    {
                        _isThere = false;
                        return;
                    }

                    Close();
                }
            }
            finally
            {
                Computing.ExitWriteLock();
            }
        }
    }

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
