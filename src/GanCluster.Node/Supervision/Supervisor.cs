using GanCluster.Node.Native;
using GanCluster.Node.Options;

namespace GanCluster.Node.Supervision;

/// <summary>
/// A run over processes of this machine: starts a coordinator node and worker nodes, tells these where that listens, hands on
/// what it prints, and leaves none behind. The coordinator alone decides what happens in the run.
/// </summary>
/// <param name="start">Starts a node by its name and its command line.</param>
internal sealed class Supervisor(
    TextWriter output, TextWriter error, Func<string, IReadOnlyList<string>, ChildNode> start, SupervisionTimes times)
{
    /// <summary>The first line that a coordinator prints; the rest of it is where workers join.</summary>
    internal const string ListeningPrefix = "listening ";

    /// <summary>Of a worker's last line, where its networks end its process.</summary>
    internal const string LastWordsPrefix = "ended by ";

    /// <summary>What ends one worker's process would end every other's that tries the same steps.</summary>
    private readonly TaskCompletionSource<string> _lastWords = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private readonly TextWriter _error = TextWriter.Synchronized(error);

    /// <returns>The coordinator's exit code, or 1 if it had to be given up.</returns>
    internal async Task<int> Run(TrainOptions options, CancellationToken stop)
    {
        using var coordinator = start("coordinator", NodeArguments.Coordinator(options));
        using var asked = stop.Register(coordinator.Terminate);
        var workers = new List<ChildNode>();
        try
        {
            // They need the coordinator only to join: what comes before takes them as long as it.
            for (var n = 1; n <= options.Nodes && !stop.IsCancellationRequested; n++)
            {
                workers.Add(start($"worker node {n}", NodeArguments.Worker(options, n - 1)));
            }

            return await Run(coordinator, workers, stop);
        }
        finally
        {
            workers.ForEach(worker => worker.Dispose());
        }
    }

    private async Task<int> Run(ChildNode coordinator, List<ChildNode> workers, CancellationToken stop)
    {
        var first = coordinator.Output.ReadLineAsync(CancellationToken.None).AsTask();
        if (!await Within(first, times.Listening))
        {
            return GiveUp(coordinator, $"the coordinator did not listen within {times.Listening.TotalSeconds:0} s");
        }

        if (await first is not { } line || !line.StartsWith(ListeningPrefix, StringComparison.Ordinal))
        {
            // A run that has nothing left to do says so and ends.
            await Relay(coordinator.Output, output, await first);
            return Code(await coordinator.Exit, stop);
        }

        if (stop.IsCancellationRequested)
        {
            await Relay(coordinator.Output, output);
            return Code(await coordinator.Exit, stop);
        }

        workers.ForEach(worker => worker.Say(line[ListeningPrefix.Length..]));
        return await Watch(coordinator, workers, stop);
    }

    private async Task<int> Watch(ChildNode coordinator, List<ChildNode> workers, CancellationToken stop)
    {
        var relay = Relay(coordinator.Output, output);
        var gone = LastOf(coordinator, workers);
        await Task.WhenAny(coordinator.Exit, gone, _lastWords.Task);
        if (_lastWords.Task.IsCompleted)
        {
            // A worker that still computes may hand over what it has; with none there is nothing to wait for.
            coordinator.Terminate();
            await Within(Task.WhenAny(coordinator.Exit, gone), times.Ending);
            return GiveUp(coordinator, await _lastWords.Task);
        }

        if (await Task.WhenAny(coordinator.Exit, gone) == gone
            && !await Within(coordinator.Exit, times.Alone)
            && !stop.IsCancellationRequested)
        {
            coordinator.Terminate();

            // Workers that ended in order leave a coordinator that is at its last work, or that was left by all on request: it
            // takes its time. After those that failed there is nothing to wait for.
            if (!InOrder(await gone))
            {
                await Within(coordinator.Exit, times.Ending);
                return GiveUp(coordinator, "all worker nodes have ended before the run was done; their last lines say why");
            }
        }

        var code = await coordinator.Exit;
        await relay;

        if (Code(code, stop) is var end && end <= ExitCodes.Interrupted)
        {
            await Within(gone, times.Leaving);
            return end;
        }

        // One that was killed has told its workers nothing: they would wait for it to come back.
        return GiveUp(coordinator, $"the coordinator was killed (exit code {code}); --resume goes on from the last checkpoint");
    }

    /// <returns>The exit code of the worker node that ended last.</returns>
    private async Task<int> LastOf(ChildNode coordinator, List<ChildNode> workers)
    {
        var drains = workers.Select(worker => Relay(worker.Output, _error, told: _lastWords)).ToList();
        var last = ExitCodes.Done;
        await foreach (var worker in Task.WhenEach(workers.Select(Ended)))
        {
            (var ended, last) = await worker;
            if (!InOrder(last) && !coordinator.Exit.IsCompleted)
            {
                await _error.WriteLineAsync($"{ended.Name} (process {ended.Id}) ended early with exit code {last}");
            }
        }

        await Task.WhenAll(drains);
        return last;
    }

    /// <summary>Of a run's failure the coordinator itself tells.</summary>
    private static bool InOrder(int code) => code is ExitCodes.Done or ExitCodes.RunFailed;

    private static async Task<(ChildNode Worker, int Code)> Ended(ChildNode worker) => (worker, await worker.Exit);

    private int GiveUp(ChildNode coordinator, string why)
    {
        coordinator.Kill();
        _error.WriteLine(why);
        return ExitCodes.Failed;
    }

    // SIGTERM may reach the coordinator before it has learnt to drain.
    private static int Code(int coordinators, CancellationToken stop) =>
        stop.IsCancellationRequested && coordinators == ExitCodes.Terminated ? ExitCodes.Done : coordinators;

    /// <param name="told">Takes a worker's last words.</param>
    private static async Task Relay(
        StreamReader from, TextWriter to, string? first = null, TaskCompletionSource<string>? told = null)
    {
        for (var line = first ?? await from.ReadLineAsync(); line is not null; line = await from.ReadLineAsync())
        {
            if (told is not null && line.StartsWith(LastWordsPrefix, StringComparison.Ordinal))
            {
                told.TrySetResult(line[LastWordsPrefix.Length..]);
            }
            else
            {
                await to.WriteLineAsync(line);
            }
        }
    }

    private static async Task<bool> Within(Task task, TimeSpan time)
    {
        try
        {
            await task.WaitAsync(time);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }
}
