namespace GanCluster.Exchange.Tests;

/// <summary>What one participant does on its thread. Whatever is awaited has a deadline.</summary>
internal sealed class Part<T>
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(20);
    private readonly string _name;
    private readonly Thread _thread;
    private T? _result;
    private Exception? _failure;

    public Part(string name, Func<T> body)
    {
        _name = name;
        _thread = new Thread(() => Run(body)) { Name = name, IsBackground = true };
        _thread.Start();
    }

    public T AwaitResult()
    {
        Await();
        Assert.True(_failure is null, $"{_name}: {_failure}");
        return _result!;
    }

    public Exception AwaitFailure()
    {
        Await();
        Assert.True(_failure is not null, $"{_name} returned");
        return _failure!;
    }

    /// <summary>Its thread is held up by a lock or a condition.</summary>
    public bool IsWaiting => _thread.ThreadState.HasFlag(ThreadState.WaitSleepJoin);

    public bool Ended(TimeSpan within) => _thread.Join(within);

    public void Await() => Assert.True(_thread.Join(Deadline), $"{_name} did not end within {Deadline}");

    private void Run(Func<T> body)
    {
        try
        {
            _result = body();
        }
#pragma warning disable CA1031 // Handed to the test's own thread.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            _failure = failure;
        }
    }
}
